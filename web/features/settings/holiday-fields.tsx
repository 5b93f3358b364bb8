import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import page from './page.module.css'
import { workingHoursWords } from './working-hours-labels.ts'
import styles from './working-hours.module.css'

/** `2027-01-01`; empty while it is not chosen. */
export type HolidayRow = { key: string; date: string }

type HolidayFieldsProps = {
  rows: HolidayRow[]
  error: string | undefined
  onChange: (rows: HolidayRow[]) => void
}

/** Days on which nobody works, whatever their weekday. */
export function HolidayFields({ rows, error, onChange }: HolidayFieldsProps): ReactElement {
  const say = useWords(workingHoursWords)
  // The field of a day that was just added is where one goes on.
  const [added, setAdded] = useState<string | null>(null)
  return (
    <section aria-labelledby="holidays">
      <h2 id="holidays" className={page.heading}>
        {say('wh.holidays')}
      </h2>
      {rows.length === 0 && <p className={styles.off}>{say('wh.holidays.none')}</p>}
      <ul className={styles.holidays}>
        {rows.map(({ key, date }) => (
          <li key={key} className={styles.stretch}>
            <TextInput
              type="date"
              aria-label={say('wh.holiday')}
              autoFocus={added === key}
              value={date}
              onChange={(event) => {
                const next = { key, date: event.currentTarget.value }
                onChange(rows.map((row) => (row.key === key ? next : row)))
              }}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={say('wh.holiday.remove', { date })}
              onClick={() => onChange(rows.filter((row) => row.key !== key))}
            >
              <IconX size={16} stroke={1.75} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {error && (
        <p className={styles.problem} role="alert">
          {error}
        </p>
      )}
      <Button
        variant="default"
        leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
        onClick={() => {
          const key = crypto.randomUUID()
          setAdded(key)
          onChange([...rows, { key, date: '' }])
        }}
      >
        {say('wh.holiday.add')}
      </Button>
    </section>
  )
}
