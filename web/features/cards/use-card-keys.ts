import type { MessageView } from '#contract/messages'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useWords } from '../../lib/words.ts'
import { chatWords } from '../chat/labels.ts'
import { openFocusedMenu } from '../chat/open-focused-menu.ts'
import type { ComposerHandle } from '../composer/composer.tsx'
import type { FeedHandle } from './card-feed.tsx'
import { cardWords } from './labels.ts'

/** The keys of a card: those of a chat, and the choice of the channel. */
export function useCardKeys(
  composer: { current: ComposerHandle | null },
  feed: { current: FeedHandle | null },
  picker: { current: HTMLButtonElement | null },
  quote: (message: MessageView) => void,
): void {
  const say = useWords(chatWords)
  const sayCard = useWords(cardWords)
  useHotkeys(say('talk.hotkeys'), [
    {
      keys: 'alt+k',
      label: sayCard('card.key.recipient'),
      inFields: true,
      run: () => picker.current?.click(),
    },
    { keys: 'r', label: say('talk.key.reply'), run: () => composer.current?.focus() },
    {
      keys: 'q',
      label: say('talk.key.quote'),
      run: () => {
        const message = feed.current?.focused()
        if (message) quote(message)
      },
    },
    { keys: 'shift+f10', label: say('talk.key.menu'), run: openFocusedMenu },
    { keys: 'contextmenu', label: say('talk.key.menu'), run: openFocusedMenu },
    { keys: 'end', label: say('talk.toend'), run: () => feed.current?.toEnd() },
    {
      keys: 'alt+u',
      label: say('talk.key.attach'),
      inFields: true,
      run: () => composer.current?.pickFiles(),
    },
  ])
}
