import { Select } from '@mantine/core'
import type { ReactElement } from 'react'
import { waitingMinutes } from '../../../lib/waiting-minutes.ts'
import { useWords } from '../../../lib/words.ts'
import { imboxWords } from '../labels.ts'
import { useWaitingWords } from './use-waiting-words.ts'

type Props = { minutes: number | undefined; onChange: (minutes: number | undefined) => void }

/** For how long the client has been waiting for an answer; an address may say any time, which then is a choice as well. */
export function WaitingChoice({ minutes, onChange }: Props): ReactElement {
  const say = useWords(imboxWords)
  const tell = useWaitingWords()
  const choices = new Set([...waitingMinutes, ...(minutes === undefined ? [] : [minutes])])
  return (
    <Select
      label={say('imbox.f.waiting')}
      placeholder={say('imbox.f.any')}
      comboboxProps={{ withinPortal: false }}
      clearable
      data={[...choices]
        .toSorted((one, other) => one - other)
        .map((each) => ({ value: String(each), label: tell(each) }))}
      value={minutes === undefined ? null : String(minutes)}
      onChange={(chosen) => onChange(chosen === null ? undefined : Number(chosen))}
    />
  )
}
