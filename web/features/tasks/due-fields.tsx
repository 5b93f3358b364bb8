import { TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { useZoneLabel } from '../../lib/use-zone-label.ts'
import { useWords } from '../../lib/words.ts'
import { taskWords } from './labels.ts'
import classes from './tasks.module.css'

type DueFieldsProps = {
  day: string
  time: string
  error: string | undefined
  onDay: (day: string) => void
  onTime: (time: string) => void
}

/** A day, and a time by the clock on the user's wall where there is one. */
export function DueFields({ day, time, error, onDay, onTime }: DueFieldsProps): ReactElement {
  const say = useWords(taskWords)
  const zone = useZoneLabel()
  return (
    <div>
      <div className={classes.when}>
        <TextInput
          type="date"
          label={say('task.f.day')}
          min="2000-01-01"
          max="2099-12-31"
          value={day}
          error={error && say('task.f.problem.due')}
          onChange={(event) => onDay(event.currentTarget.value)}
        />
        <TextInput
          type="time"
          label={say('task.f.time')}
          value={time}
          onChange={(event) => onTime(event.currentTarget.value)}
        />
      </div>
      <p className={classes.hint}>{say('task.f.time.d', { zone })}</p>
    </div>
  )
}
