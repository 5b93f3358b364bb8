import { useCallback, useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { ComposerHandle } from '../composer/composer.tsx'

type Act = (composer: ComposerHandle) => void

/**
 * Does something with the composer of a chat as soon as it stands there: the chat may have to be chosen and loaded first.
 * `shownId`: the chat whose composer is shown now.
 */
export function useComposerOf(
  composer: RefObject<ComposerHandle | null>,
  shownId: string | null,
  choose: (chatId: string) => void,
): (chatId: string, act: Act) => void {
  const wanted = useRef<{ chatId: string; act: Act } | null>(null)
  const shown = useRef(shownId)
  const run = useCallback(() => {
    const { current } = wanted
    if (!current || current.chatId !== shown.current || !composer.current) return
    wanted.current = null
    current.act(composer.current)
  }, [composer])
  useEffect(() => {
    shown.current = shownId
    run()
  })
  return useCallback(
    (chatId, act) => {
      wanted.current = { chatId, act }
      choose(chatId)
      run()
    },
    [choose, run],
  )
}
