import { IconAlertCircle, IconClock } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { MessageView } from '#contract/messages'
import { useWords } from '../../lib/words.ts'
import { chatWords } from './labels.ts'
import { Line, TextButton } from './message-trouble.tsx'
import { useMessageChanges } from './use-message-changes.ts'

type MessageChangeProps = { message: MessageView; change: NonNullable<MessageView['change']> }

/** A change the messenger has not made yet, or has refused: with the reason, and another try. */
export function MessageChange({ message, change }: MessageChangeProps): ReactElement {
  const say = useWords(chatWords)
  const changes = useMessageChanges(message)
  const { kind, refusedCode } = change
  const text = change.text ?? ''
  if (refusedCode === null) {
    return (
      <Line tone="quiet" icon={<IconClock size={14} />}>
        {kind === 'deletion'
          ? say('msg.change.deletion')
          : text === ''
            ? say('msg.change.edit.empty')
            : say('msg.change.edit', { text })}
      </Line>
    )
  }
  return (
    <Line tone="danger" icon={<IconAlertCircle size={14} />}>
      {say(`msg.change.${kind}.refused`, { reason: say(`fail.${refusedCode}`) })}
      <TextButton
        isBusy={changes.isBusy}
        onClick={() => (kind === 'edit' ? changes.edit(text) : changes.remove())}
      >
        {say('msg.retry')}
      </TextButton>
    </Line>
  )
}
