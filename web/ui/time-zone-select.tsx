import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { timeZoneChoices } from '../lib/places.ts'
import { useLanguage } from '../lib/words.ts'
import { ChoiceSelect } from './choice-select.tsx'

type TimeZoneSelectProps = {
  label: string
  description?: ReactNode
  nothingFound: string
  value: string
  error?: ReactNode
  size?: 'sm' | 'md'
  onChoose: (timeZone: string) => void
}

/** All time zones by the name of their city, with their distance from Greenwich now. */
export function TimeZoneSelect({ nothingFound, ...rest }: TimeZoneSelectProps): ReactElement {
  const language = useLanguage()
  const [list, setList] = useState(() => ({
    language,
    choices: timeZoneChoices(language, rest.value, new Date()),
  }))
  if (list.language !== language) {
    setList({ language, choices: timeZoneChoices(language, rest.value, new Date()) })
  }
  return <ChoiceSelect {...rest} choices={list.choices} nothingFoundMessage={nothingFound} />
}
