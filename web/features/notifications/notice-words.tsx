import type { ReactElement } from 'react'
import type { NoticeView } from '#contract/notifications'
import { useWords } from '../../lib/words.ts'
import { Counter } from '../../ui/counter.tsx'
import { notificationWords } from './labels.ts'
import classes from './notifications.module.css'

/** What was done, to what, and what was said with it. */
export function NoticeWords({ item }: { item: NoticeView }): ReactElement {
  const say = useWords(notificationWords)
  const { kind, card, contact, company, number, text, count, isRead } = item
  const where = card?.name ?? contact?.name ?? company?.name ?? null
  return (
    <>
      <span className={classes.line}>
        <span className={classes.preview}>
          {say(`nt.k.${kind}`)}
          {text === '' ? null : <bdi>{`: ${text}`}</bdi>}
        </span>
        {isRead || count < 2 ? null : <Counter count={count} label={say('nt.times', { count })} />}
      </span>
      {where === null && number === null ? null : (
        <span className={classes.place}>
          {where === null ? null : <bdi className={classes.card}>{where}</bdi>}
          {number === null ? null : say('nt.number', { number })}
        </span>
      )}
    </>
  )
}
