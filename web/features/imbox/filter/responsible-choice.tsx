import { MultiSelect } from '@mantine/core'
import type { ReactElement } from 'react'
import { useSession } from '../../../lib/session.ts'
import { useWords } from '../../../lib/words.ts'
import { imboxWords } from '../labels.ts'

type Props = {
  userIds: readonly number[]
  groupIds: readonly number[]
  onChange: (userIds: number[] | undefined, groupIds: number[] | undefined) => void
}

/** Colleagues, groups, or nobody; 0 is nobody. */
export function ResponsibleChoice({ userIds, groupIds, onChange }: Props): ReactElement {
  const say = useWords(imboxWords)
  const { colleagues, groups } = useSession()
  const people = colleagues.filter(({ id, isActive }) => isActive || userIds.includes(id))
  const items = (kind: 'u' | 'g', some: readonly { id: number; name: string }[]) =>
    some.map(({ id, name }) => ({ value: `${kind}${id}`, label: name }))
  const idsOf = (kind: 'u' | 'g', values: readonly string[]): number[] =>
    values.filter((value) => value.startsWith(kind)).map((value) => Number(value.slice(1)))
  return (
    <MultiSelect
      label={say('imbox.f.responsible')}
      placeholder={userIds.length + groupIds.length === 0 ? say('imbox.f.any') : ''}
      comboboxProps={{ withinPortal: false }}
      searchable
      clearable
      hidePickedOptions
      data={[
        {
          group: say('imbox.f.people'),
          items: [...items('u', people), { value: 'u0', label: say('c.nobody') }],
        },
        ...(groups.length > 0 ? [{ group: say('imbox.f.groups'), items: items('g', groups) }] : []),
      ]}
      value={[...userIds.map((id) => `u${id}`), ...groupIds.map((id) => `g${id}`)]}
      onChange={(values) => onChange(idsOf('u', values), idsOf('g', values))}
    />
  )
}
