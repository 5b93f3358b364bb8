import type { ReactElement } from 'react'
import type { NotificationOf } from '#contract/notifications'
import { useKindWords } from '../../lib/kind-words.ts'
import { useWords } from '../../lib/words.ts'
import { Counter } from '../../ui/counter.tsx'
import { isAttachmentKind } from './attachment-kind.ts'
import { notificationWords } from './labels.ts'
import classes from './notifications.module.css'

type Props = { item: NotificationOf<'incoming'> }

/** What a client wrote last, how many wait, and where. */
export function IncomingWords({ item }: Props): ReactElement {
  const say = useWords(notificationWords)
  const { contact, channelKind, number, card, count, isRead } = item
  return (
    <>
      <span className={classes.line}>
        <Preview item={item} />
        {isRead ? null : <Counter count={count} label={say('row.unread', { count })} />}
      </span>
      <span className={classes.place}>
        {say('nt.channel', { channel: say(`channel.${channelKind}`), number })}
        {card && card.name !== contact.name ? <bdi className={classes.card}>{card.name}</bdi> : null}
      </span>
    </>
  )
}

/** The newest message in words: its text, or what was sent instead of one. */
function Preview({ item: { text, attachment, unsupported } }: Props): ReactElement {
  const say = useWords()
  const kindWords = useKindWords()
  const words = unsupported
    ? kindWords(unsupported, text)
    : text || (isAttachmentKind(attachment) ? say(`row.${attachment}`) : '')
  return <bdi className={classes.preview}>{words}</bdi>
}
