import type { ReactElement } from 'react'
import type { NotificationOf } from '#contract/notifications'
import { timeBeside } from '../../lib/time-beside.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { notificationWords } from './labels.ts'
import classes from './notifications.module.css'

/** What is wrong with a channel and what to do; or that it works again, and for how long it did not. */
export function BreakageWords({ item }: { item: NotificationOf<'channel'> }): ReactElement {
  const say = useWords(notificationWords)
  const format = useFormat()
  const { state, beganAt, endedAt, lostUntil, channel } = item
  const messenger = say(`channel.${channel.kind}`)
  const words =
    state === 'missed'
      ? say('nt.ch.missed', {
          from: format.dateTime(beganAt),
          until: timeBeside(format, beganAt, lostUntil ?? beganAt),
        })
      : endedAt === null
        ? say(`nt.ch.${state}`)
        : say('nt.ch.again', { time: format.duration(Date.parse(endedAt) - Date.parse(beganAt)) })
  return (
    <>
      <span className={classes.line}>
        <span className={classes.whole}>{words}</span>
      </span>
      <span className={classes.place}>{say('nt.ch.place', { messenger })}</span>
    </>
  )
}
