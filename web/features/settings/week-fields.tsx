import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useLanguage, useWords } from '../../lib/words.ts'
import page from './page.module.css'
import { workingHoursWords } from './working-hours-labels.ts'
import { nextRow, problemOfRow } from './working-hours-rows.ts'
import type { HoursRow } from './working-hours-rows.ts'
import styles from './working-hours.module.css'

const weekdays = [1, 2, 3, 4, 5, 6, 7]

type WeekFieldsProps = {
  rows: HoursRow[]
  /** The form was sent once: what is wrong is told beside its row. */
  isChecked: boolean
  onChange: (rows: HoursRow[]) => void
}

/** The hours of each day of the week; a day may have several stretches, or none. */
export function WeekFields({ rows, isChecked, onChange }: WeekFieldsProps): ReactElement {
  const say = useWords(workingHoursWords)
  const nameOf = useWeekdayName()
  const add = (weekday: number): HoursRow => nextRow(weekday, rows, crypto.randomUUID())
  return (
    <section aria-labelledby="week">
      <h2 id="week" className={page.heading}>
        {say('wh.days')}
      </h2>
      {rows.length === 0 && (
        <Button variant="light" mb={8} onClick={() => onChange([1, 2, 3, 4, 5].map(add))}>
          {say('wh.fill')}
        </Button>
      )}
      <ul className={page.list}>
        {weekdays.map((weekday) => {
          const own = rows.filter((row) => row.weekday === weekday)
          return (
            <li key={weekday} className={styles.day}>
              <span className={styles.name}>{nameOf(weekday)}</span>
              <div className={styles.stretches}>
                {own.length === 0 && (
                  <span className={styles.off}>{say(rows.length === 0 ? 'wh.day.all' : 'wh.day.off')}</span>
                )}
                {own.map((row) => (
                  <Stretch
                    key={row.key}
                    row={row}
                    day={nameOf(weekday)}
                    problem={isChecked ? problemOfRow(row, rows) : null}
                    onChange={(next) => onChange(rows.map((each) => (each.key === row.key ? next : each)))}
                    onRemove={() => onChange(rows.filter((each) => each.key !== row.key))}
                  />
                ))}
              </div>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={say('wh.add.of', { day: nameOf(weekday) })}
                title={say('wh.add')}
                onClick={() => onChange([...rows, add(weekday)])}
              >
                <IconPlus size={16} stroke={1.75} aria-hidden />
              </ActionIcon>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

type StretchProps = {
  row: HoursRow
  day: string
  problem: ReturnType<typeof problemOfRow>
  onChange: (row: HoursRow) => void
  onRemove: () => void
}

function Stretch({ row, day, problem, onChange, onRemove }: StretchProps): ReactElement {
  const say = useWords(workingHoursWords)
  const { from, to } = row
  const isWrong = problem !== null
  return (
    <div>
      <div className={styles.stretch}>
        <TextInput
          type="time"
          aria-label={say('wh.from.of', { day })}
          value={from}
          error={isWrong}
          onChange={(event) => onChange({ ...row, from: event.currentTarget.value })}
        />
        <span aria-hidden>–</span>
        <TextInput
          type="time"
          aria-label={say('wh.to.of', { day })}
          value={to}
          error={isWrong}
          onChange={(event) => onChange({ ...row, to: event.currentTarget.value })}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={say('wh.remove.of', { day, from, to })}
          onClick={onRemove}
        >
          <IconX size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </div>
      {problem && (
        <p className={styles.problem} role="alert">
          {say(`wh.problem.${problem}`)}
        </p>
      )}
    </div>
  )
}

function useWeekdayName(): (weekday: number) => string {
  const language = useLanguage()
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  return (weekday) => {
    // The first of January 2024 was a Monday.
    const name = format.format(new Date(Date.UTC(2024, 0, weekday)))
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
  }
}
