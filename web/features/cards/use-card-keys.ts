import type { InternalMessage } from '#contract/internal'
import type { MessageView } from '#contract/messages'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useWords } from '../../lib/words.ts'
import { openStageSelect } from '../../ui/open-stage-select.ts'
import { chatWords } from '../chat/labels.ts'
import { openFocusedMenu } from '../chat/open-focused-menu.ts'
import type { ComposerHandle } from '../composer/composer.tsx'
import { internalWords } from '../internal/labels.ts'
import type { FeedHandle } from './card-feed.tsx'
import { cardWords } from './labels.ts'

type CardKeys = {
  /** The field that is shown. */
  composer: () => Pick<ComposerHandle, 'focus' | 'pickFiles'> | null
  feed: { current: FeedHandle | null }
  picker: { current: HTMLButtonElement | null }
  quote: (message: MessageView) => void
  quoteInternal: (message: InternalMessage) => void
  /** From the client to the team and back. */
  onSwitch: () => void
  onTeam: () => void
}

/** The keys of a card: those of a chat, the choice of the channel and of who will see what is written. */
export function useCardKeys({
  composer,
  feed,
  picker,
  quote,
  quoteInternal,
  onSwitch,
  onTeam,
}: CardKeys): void {
  const say = useWords(chatWords)
  const sayCard = useWords(cardWords)
  const sayTeam = useWords(internalWords)
  const sayAny = useWords()
  useHotkeys(say('talk.hotkeys'), [
    {
      keys: 'alt+c',
      label: sayCard('card.key.recipient'),
      inFields: true,
      run: () => picker.current?.click(),
    },
    { keys: 'alt+i', label: sayTeam('in.mode.key'), inFields: true, run: onSwitch },
    { keys: 'i', label: sayTeam('in.mode.team.key'), run: onTeam },
    { keys: 'm', label: sayAny('stage.choose'), run: openStageSelect },
    { keys: 'r', label: say('talk.key.reply'), run: () => composer()?.focus() },
    {
      keys: 'q',
      label: say('talk.key.quote'),
      run: () => {
        const message = feed.current?.focused()
        const internal = feed.current?.focusedInternal()
        if (message) quote(message)
        else if (internal) quoteInternal(internal)
      },
    },
    { keys: 'shift+f10', label: say('talk.key.menu'), run: openFocusedMenu },
    { keys: 'contextmenu', label: say('talk.key.menu'), run: openFocusedMenu },
    { keys: 'end', label: say('talk.toend'), run: () => feed.current?.toEnd() },
    {
      keys: 'alt+u',
      label: say('talk.key.attach'),
      inFields: true,
      run: () => composer()?.pickFiles(),
    },
  ])
}
