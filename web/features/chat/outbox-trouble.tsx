import { IconAlertCircle, IconClock } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { ApiError } from '../../lib/api-error.ts'
import { useLiveState } from '../../lib/live-hooks.ts'
import { useWords } from '../../lib/words.ts'
import { useOutbox } from '../composer/outbox-instance.ts'
import type { OutboxEntry } from '../composer/outbox.ts'
import { AnsweredMeanwhile } from './answered-meanwhile.tsx'
import { chatWords } from './labels.ts'
import { Line, TextButton } from './message-trouble.tsx'

type OutboxTroubleProps = { entry: OutboxEntry; onRestore: (entry: OutboxEntry) => void }

/** Under a message that the server does not have yet: that it waits for the network, asks (R16), or was refused. */
export function OutboxTrouble({ entry, onRestore }: OutboxTroubleProps): ReactElement | null {
  const say = useWords(chatWords)
  const outbox = useOutbox()
  const isOffline = useLiveState().status === 'offline'
  const { state } = entry
  const back = (): void => {
    const taken = outbox.remove(entry.id)
    if (taken) onRestore(taken)
  }
  if (state.kind === 'asks') {
    return (
      <AnsweredMeanwhile
        chatId={entry.chatId}
        details={state.details}
        onSend={() => outbox.sendAnyway(entry.id)}
        onBack={back}
      />
    )
  }
  if (state.kind === 'refused') {
    const reason = errorText(new ApiError(state.code))
    return (
      <Line tone="danger" icon={<IconAlertCircle size={14} />}>
        {say('msg.refused', { reason })}
        <TextButton onClick={() => outbox.retry(entry.id)}>{say('msg.retry')}</TextButton>
        <TextButton onClick={back}>{say('msg.asks.back')}</TextButton>
      </Line>
    )
  }
  if (!isOffline) return null
  return (
    <Line tone="quiet" icon={<IconClock size={14} />}>
      {say('msg.queued.offline')}
    </Line>
  )
}
