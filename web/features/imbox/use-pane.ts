import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { changeMe } from '#contract/people'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'

export type PaneState = {
  isListOpen: boolean
  toggleList: () => void
  isOpen: boolean
  toggle: () => void
  /** On a phone: the client's card as a page over the chat. */
  isPageOpen: boolean
  openPage: () => void
  closePage: () => void
}

/** Which panes are seen. The choice for a wide screen is kept; on a narrow one the pane lies over the chat and begins closed. */
export function usePane(isPhone: boolean): PaneState {
  const { preferences } = useSession().user
  const isWide = useMediaQuery('(width >= 1200px)', undefined, { getInitialValueInEffect: false }) ?? true
  const [isListOpen, setListOpen] = useState(true)
  const [isHidden, setHidden] = useState(preferences.isPaneHidden)
  const [isOver, setOver] = useState(false)
  const [isPageOpen, setPageOpen] = useState(false)
  return {
    isListOpen,
    toggleList: () => setListOpen((is) => !is),
    isOpen: isWide ? !isHidden : isOver,
    toggle: () => {
      if (!isWide) return setOver((is) => !is)
      setHidden(!isHidden)
      // It acts at once; that it could not be kept is not worth a word.
      call(changeMe, { preferences: { isPaneHidden: !isHidden } }).catch(() => undefined)
    },
    isPageOpen: isPhone && isPageOpen,
    openPage: () => setPageOpen(true),
    closePage: () => setPageOpen(false),
  }
}
