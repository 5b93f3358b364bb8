import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { longestLimitMinutes } from '#contract/response-time'
import { useWords } from '../../../lib/words.ts'
import { responseTimeWords } from './labels.ts'

type Props = { label: string; minutes: number; onChange: (minutes: number) => void }

/** A limit in minutes. It is told when one leaves the field, not digit by digit. */
export function MinutesField({ label, minutes, onChange }: Props): ReactElement {
  const say = useWords(responseTimeWords)
  const [typed, setTyped] = useState<string | number | null>(null)
  const isRight = (value: string | number | null): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= longestLimitMinutes
  const commit = (): void => {
    if (!isRight(typed)) return
    setTyped(null)
    if (typed !== minutes) onChange(typed)
  }
  return (
    <NumberInput
      label={label}
      w={200}
      min={1}
      max={longestLimitMinutes}
      clampBehavior="none"
      allowDecimal={false}
      allowNegative={false}
      value={typed ?? minutes}
      error={typed === null || isRight(typed) ? null : say('rt.limit.wrong')}
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
      }}
    />
  )
}
