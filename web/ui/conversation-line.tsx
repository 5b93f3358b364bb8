import type { ReactElement, ReactNode } from 'react'
import { useFormat } from '../lib/use-format.ts'
import { useWords } from '../lib/words.ts'
import { ChannelMark } from './channel-mark.tsx'
import type { ChannelMarkKind } from './channel-mark.tsx'
import classes from './chat-lines.module.css'

type Props = {
  number: number
  edge: 'opened' | 'closed'
  channel: ChannelMarkKind
  /** Who opened or closed it, in words. */
  by: ReactNode
  at: string
  /** Chips after the time: the NPS rating. */
  extra?: ReactNode
}

/** Where a numbered conversation begins or ends in the chat. */
export function ConversationLine({ number, edge, channel, by, at, extra }: Props): ReactElement {
  const say = useWords()
  const format = useFormat()
  return (
    <div className={`${classes.line} ${classes.ruled}`}>
      <ChannelMark kind={channel} size={16} />
      <span className={classes.strong}>{say(`talk.${edge}`, { number })}</span>
      <bdi>{by}</bdi>
      <time dateTime={at} title={format.exact(at)}>
        {edge === 'closed' ? format.dateTime(at) : format.time(at)}
      </time>
      {extra}
    </div>
  )
}
