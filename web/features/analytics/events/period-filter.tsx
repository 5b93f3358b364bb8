import { Button, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { wallTime } from '#contract/wall-time'
import { useSession } from '../../../lib/session.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { useWords } from '../../../lib/words.ts'
import type { EventChoice } from './event-filter.ts'
import classes from './events.module.css'
import { eventWordsOfPage } from './labels.ts'

type Period = Pick<EventChoice, 'from' | 'to'>
type Props = { choice: Period; onChange: (change: Period) => void; onDone: () => void }

const dayMs = 24 * 60 * 60 * 1000
const ready = [
  { label: 'events.period.today', first: 0, last: 0 },
  { label: 'events.period.yesterday', first: 1, last: 1 },
  { label: 'events.period.week', first: 6, last: 0 },
  { label: 'events.period.month', first: 29, last: 0 },
] as const

/** Days by the clock of the account, ready ones or any. */
export function PeriodFilter({ choice, onChange, onDone }: Props): ReactElement {
  const say = useWords(eventWordsOfPage)
  const { account } = useSession()
  const dayBefore = (days: number): string =>
    new Date(Date.parse(wallTime(new Date(), account.timeZone).slice(0, 10)) - days * dayMs)
      .toISOString()
      .slice(0, 10)
  return (
    <div className={classes.period}>
      {ready.map(({ label, first, last }) => (
        <Button
          key={label}
          variant="subtle"
          justify="start"
          onClick={() => {
            onChange({ from: dayBefore(first), to: dayBefore(last) })
            onDone()
          }}
        >
          {say(label)}
        </Button>
      ))}
      <div className={classes.days}>
        <TextInput
          type="date"
          label={say('events.period.from')}
          max={choice.to ?? undefined}
          value={choice.from ?? ''}
          onChange={(event) => onChange({ from: event.currentTarget.value || null, to: choice.to })}
        />
        <TextInput
          type="date"
          label={say('events.period.to')}
          min={choice.from ?? undefined}
          value={choice.to ?? ''}
          onChange={(event) => onChange({ from: choice.from, to: event.currentTarget.value || null })}
        />
      </div>
      <Button variant="default" onClick={onDone}>
        {say('events.done')}
      </Button>
    </div>
  )
}

/** A period in words; null: all the time. */
export function usePeriodText(): (period: Period) => string | null {
  const format = useFormat()
  const say = useWords(eventWordsOfPage)
  // Noon in UTC is the same day nearly everywhere: a day has no zone.
  const dayOf = (day: string): string => format.date(`${day}T12:00:00Z`)
  return ({ from, to }) => {
    if (from === null && to === null) return null
    if (from === to && from !== null) return dayOf(from)
    if (from !== null && to !== null) return `${dayOf(from)} — ${dayOf(to)}`
    return from === null
      ? `${say('events.period.to').toLowerCase()} ${dayOf(to ?? '')}`
      : `${say('events.period.from').toLowerCase()} ${dayOf(from)}`
  }
}
