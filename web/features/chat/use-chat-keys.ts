import type { RefObject } from 'react'
import type { ConversationRow } from '#contract/conversations'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useWords } from '../../lib/words.ts'
import { openStageSelect } from '../../ui/open-stage-select.ts'
import type { ComposerHandle } from '../composer/composer.tsx'
import { chatWords } from './labels.ts'
import { openFocusedMenu } from './open-focused-menu.ts'
import { quoteOf } from './quote-of.ts'
import type { ThreadHandle } from './thread-view.tsx'

type ChatKeys = {
  row: ConversationRow
  onClose: () => void
  onDismiss: () => void
  composer: RefObject<ComposerHandle | null>
  thread: RefObject<ThreadHandle | null>
}

/** The keys of an opened conversation. */
export function useChatKeys({ row, onClose, onDismiss, composer, thread }: ChatKeys): void {
  const say = useWords(chatWords)
  const sayAny = useWords()
  const isOpen = row.closedAt === null
  useHotkeys(say('talk.hotkeys'), [
    { keys: 'r', label: say('talk.key.reply'), run: () => composer.current?.focus() },
    ...(isOpen
      ? [
          { keys: 'e', label: say('talk.noreply'), run: onDismiss },
          { keys: 'shift+d', label: say('talk.key.close'), run: onClose },
        ]
      : []),
    {
      keys: 'q',
      label: say('talk.key.quote'),
      run: () => {
        const message = thread.current?.focused()
        if (message) composer.current?.quote(quoteOf(message))
      },
    },
    { keys: 'm', label: sayAny('stage.choose'), run: openStageSelect },
    { keys: 'shift+f10', label: say('talk.key.menu'), run: openFocusedMenu },
    { keys: 'contextmenu', label: say('talk.key.menu'), run: openFocusedMenu },
    { keys: 'end', label: say('talk.toend'), run: () => thread.current?.toEnd() },
    {
      keys: 'alt+u',
      label: say('talk.key.attach'),
      inFields: true,
      run: () => composer.current?.pickFiles(),
    },
  ])
}
