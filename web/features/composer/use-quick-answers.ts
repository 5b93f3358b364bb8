import { notifications } from '@mantine/notifications'
import type { RefObject } from 'react'
import { fillPlaceholders, firstNameOf, spokenNameOf } from '#contract/placeholders'
import type { QuickAnswer } from '#contract/quick-answers'
import { putText } from '../../lib/put-text.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import type { LoadedChat } from '../chat/use-chat.ts'
import { useQuickMenu } from '../quick-answers/use-quick-menu.ts'
import { maxFiles } from './composer-files.ts'
import { composerWords } from './labels.ts'
import type { ComposerModel } from './use-composer.ts'

type Given = {
  composer: ComposerModel
  chat: LoadedChat
  dealName: string | null
  field: RefObject<HTMLTextAreaElement | null>
  isFocused: boolean
}

/** Quick answers put what they hold into the composer, filled in from what is on the screen. */
export function useQuickAnswers({
  composer,
  chat,
  dealName,
  field,
  isFocused,
}: Given): ReturnType<typeof useQuickMenu> {
  const say = useWords(composerWords)
  const { user } = useSession()
  const fill = (text: string): string =>
    fillPlaceholders(text, {
      'contact.name': spokenNameOf(chat.contact.name),
      'contact.firstName': firstNameOf(chat.contact.name),
      'user.name': user.name,
      'deal.name': dealName,
      'conversation.number': chat.openNumber === null ? null : String(chat.openNumber),
    })
  const put = (answer: QuickAnswer): void => {
    putText(field, () => composer.setText(fill(answer.text)))
    const left = composer.attachStored(answer.files)
    if (left > 0) notifications.show({ color: 'orange', message: say('comp.tooMany', { count: maxFiles }) })
  }
  return useQuickMenu(isFocused ? composer.text : '', fill, put)
}
