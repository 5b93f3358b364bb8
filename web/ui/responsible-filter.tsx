import { MultiSelect } from '@mantine/core'
import type { ReactElement } from 'react'
import { useSession } from '../lib/session.ts'

type ResponsibleFilterProps = {
  label: string
  /** What it says while nobody is chosen. */
  anybody: string
  nobody: string
  /** 0 is nobody. */
  ids: readonly number[]
  onChange: (ids: number[]) => void
}

/** Whose things a list shows; of colleagues who have left only those that are chosen already. */
export function ResponsibleFilter(props: ResponsibleFilterProps): ReactElement {
  const { label, anybody, nobody, ids, onChange } = props
  const { colleagues } = useSession()
  const people = colleagues.filter(({ id, isActive }) => isActive || ids.includes(id))
  return (
    <MultiSelect
      label={label}
      placeholder={ids.length === 0 ? anybody : ''}
      // Choices outside the layer they belong to would close it.
      comboboxProps={{ withinPortal: false }}
      searchable={people.length > 8}
      clearable
      hidePickedOptions
      data={[...people, { id: 0, name: nobody }].map(({ id, name }) => ({ value: String(id), label: name }))}
      value={ids.map(String)}
      onChange={(values) => onChange(values.map(Number))}
    />
  )
}
