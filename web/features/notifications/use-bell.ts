import { useMediaQuery } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { useWords } from '../../lib/words.ts'
import { notificationsKey } from './notification-cache.ts'
import { useKeptPush } from './push/use-kept-push.ts'
import { useSound } from './sound/use-sound.ts'
import { useUnreadTitle } from './use-unread-title.ts'

export type Bell = {
  /** For the rail. */
  rail: { count: number; countLabel: string; isOpen: boolean; onToggle: () => void }
  isPanelOpen: boolean
  close: () => void
}

/** The bell with its exact count. At a desk it opens the panel, on a phone the page; N does the same. */
export function useBell(pathname: string, count: number): Bell {
  const say = useWords()
  const client = useQueryClient()
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const isPhone = useMediaQuery('(width < 840px)', undefined, { getInitialValueInEffect: false }) ?? false
  const isPage = pathname === '/notifications'
  const toggle = (): void => {
    if (!isPage && !isPhone) setOpen((is) => !is)
    else if (!isPage) router.history.push('/notifications')
  }
  useLive('notifications', () => void client.invalidateQueries({ queryKey: notificationsKey }))
  useUnreadTitle(count)
  useSound(count)
  useKeptPush()
  useHotkeys(say('kb.g.anywhere'), [{ keys: 'n', label: say('nav.notifications'), run: toggle }])
  const isPanelOpen = isOpen && !isPhone && !isPage
  return {
    rail: {
      count,
      countLabel: say('nav.new', { count }),
      isOpen: isPanelOpen || isPage,
      onToggle: toggle,
    },
    isPanelOpen,
    close: () => setOpen(false),
  }
}
