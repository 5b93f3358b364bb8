import type { ReactElement } from 'react'
import type { NotificationOf } from '#contract/notifications'
import { useWords } from '../../lib/words.ts'
import { scheduledWords } from '../scheduled/labels.ts'
import { notificationWords } from './labels.ts'
import classes from './notifications.module.css'

/** Why a planned message has not left, or what became of it since. */
export function ScheduledWords({ item }: { item: NotificationOf<'scheduled_failed'> }): ReactElement {
  const say = useWords(notificationWords)
  const sayWhy = useWords(scheduledWords)
  const { state, failCode, text, channelKind } = item
  const became = state === 'failed' ? sayWhy(`sch.f.${failCode ?? 'refused'}`) : say(`nt.sch.${state}`)
  return (
    <>
      <span className={classes.line}>
        <span className={classes.whole}>{became}</span>
      </span>
      <span className={classes.place}>
        {say('nt.sch.place', { channel: say(`channel.${channelKind}`) })}
        {text === '' ? null : <bdi className={classes.card}>{text}</bdi>}
      </span>
    </>
  )
}
