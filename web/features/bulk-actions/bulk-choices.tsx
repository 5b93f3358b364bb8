import { Autocomplete, Select } from '@mantine/core'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { useTags } from '../tags/tags-data.ts'
import { bulkWords } from './labels.ts'

type AssignChoiceProps = { value: number | null; onChange: (userId: number | null) => void }

/** To whom the conversations go. */
export function AssignChoice({ value, onChange }: AssignChoiceProps): ReactElement {
  const say = useWords(bulkWords)
  const { colleagues } = useSession()
  return (
    <Select
      label={say('bulk.ask.to')}
      placeholder={say('bulk.ask.to.choose')}
      searchable
      data-autofocus
      data={colleagues
        .filter(({ isActive }) => isActive)
        .map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value === null ? null : String(value)}
      onChange={(chosen) => onChange(chosen === null ? null : Number(chosen))}
    />
  )
}

type TagChoiceProps = { value: string; onChange: (tag: string) => void }

/** A tag of deals by its name, known or new. */
export function TagChoice({ value, onChange }: TagChoiceProps): ReactElement {
  const say = useWords(bulkWords)
  const names = [...new Set(useTags('deal').map(({ name }) => name))]
  return (
    <Autocomplete
      label={say('bulk.ask.tagName')}
      placeholder={say('bulk.ask.tagName.type')}
      data-autofocus
      maxLength={60}
      limit={20}
      data={names}
      value={value}
      onChange={onChange}
    />
  )
}
