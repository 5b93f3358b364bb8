import { IconUsers } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useColleagueName } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { chatWords } from './labels.ts'
import { Line, TextButton } from './message-trouble.tsx'
import { quoteOf } from './quote-of.ts'
import { knownMessage } from './thread-cache.ts'

type AnsweredMeanwhileProps = {
  chatId: string
  /** Whose answer it is, and which. */
  details: Record<string, unknown>
  onSend: () => void
  onBack: () => void
}

const minuteMs = 60_000

/** A colleague has answered since one began to write (R16): his words, how long ago, and whether to send all the same. */
export function AnsweredMeanwhile(props: AnsweredMeanwhileProps): ReactElement {
  const say = useWords(chatWords)
  const format = useFormat()
  const now = useNow()
  const colleague = useColleagueName()
  const client = useQueryClient()
  const { userId, messageId } = props.details
  const answer = typeof messageId === 'string' ? knownMessage(client, props.chatId, messageId) : undefined
  const name = typeof userId === 'number' ? colleague(userId) : null
  const isFresh = answer !== undefined && now - Date.parse(answer.at) < minuteMs
  const time = answer && (isFresh ? say('msg.asks.now') : format.ago(answer.at, now))
  const text = answer && quoteOf(answer).text
  return (
    <Line tone="warn" icon={<IconUsers size={14} />}>
      {name === null ? say('msg.asks.somebody') : say('msg.asks', { name })}
      {time !== undefined && ` (${time})`}
      {text ? (
        <q>
          <bdi>{text}</bdi>
        </q>
      ) : null}{' '}
      {say('msg.asks.question')}
      <TextButton onClick={props.onSend}>{say('msg.asks.send')}</TextButton>
      <TextButton onClick={props.onBack}>{say('msg.asks.back')}</TextButton>
    </Line>
  )
}
