import { TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useZoneLabel } from '../../lib/use-zone-label.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { wallTime } from '../../lib/wall-time.ts'
import { scheduledWords } from './labels.ts'

type WhenFieldProps = { value: string; error: string | undefined; onChange: (wall: string) => void }

/** A date and a time by the clock on the user's wall. */
export function WhenField({ value, error, onChange }: WhenFieldProps): ReactElement {
  const say = useWords(scheduledWords)
  const { timeZone } = useSession().user
  const zone = useZoneLabel()
  const earliest = wallTime(new Date(useNow()), timeZone)
  return (
    <TextInput
      type="datetime-local"
      label={say('sch.when')}
      description={say('sch.when.d', { zone })}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      min={earliest}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
