import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import page from './page.module.css'
import { workingHoursWords } from './working-hours-labels.ts'
import styles from './working-hours.module.css'

type HolidayFieldsProps = {
  dates: string[]
  error: string | undefined
  onChange: (dates: string[]) => void
}

/** Days on which nobody works, whatever their weekday. */
export function HolidayFields({ dates, error, onChange }: HolidayFieldsProps): ReactElement {
  const say = useWords(workingHoursWords)
  // The field of a day that was just added is where one goes on.
  const [added, setAdded] = useState<number | null>(null)
  return (
    <section aria-labelledby="holidays">
      <h2 id="holidays" className={page.heading}>
        {say('wh.holidays')}
      </h2>
      {dates.length === 0 && <p className={styles.off}>{say('wh.holidays.none')}</p>}
      <ul className={styles.holidays}>
        {dates.map((date, position) => (
          <li key={position} className={styles.stretch}>
            <TextInput
              type="date"
              aria-label={say('wh.holiday')}
              autoFocus={added === position}
              value={date}
              onChange={(event) => onChange(dates.with(position, event.currentTarget.value))}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={say('wh.holiday.remove', { date })}
              onClick={() => onChange(dates.filter((_date, at) => at !== position))}
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
          setAdded(dates.length)
          onChange([...dates, ''])
        }}
      >
        {say('wh.holiday.add')}
      </Button>
    </section>
  )
}
