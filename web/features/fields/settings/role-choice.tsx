import { MultiSelect, Radio, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useWords } from '../../../lib/words.ts'
import { usersQuery } from '../../settings/people-data.ts'
import { fieldSettingWords } from './labels.ts'

type RoleChoiceProps = {
  label: string
  all: string
  some: string
  /** null: all of them. */
  roleIds: readonly number[] | null
  onChange: (roleIds: number[] | null) => void
}

/** All roles, or some of them. */
export function RoleChoice({ label, all, some, roleIds, onChange }: RoleChoiceProps): ReactElement {
  const say = useWords(fieldSettingWords)
  const roles = useQuery(usersQuery).data?.roles.filter(({ kind }) => kind !== 'admin') ?? []
  return (
    <Stack gap="xs">
      <Radio.Group
        label={label}
        value={roleIds === null ? 'all' : 'some'}
        onChange={(value) => onChange(value === 'all' ? null : [])}
      >
        <Stack gap={6} mt={6}>
          <Radio value="all" label={all} />
          <Radio value="some" label={some} />
        </Stack>
      </Radio.Group>
      {roleIds === null ? null : (
        <MultiSelect
          aria-label={`${label}: ${say('fs.roles')}`}
          data={roles.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={roleIds.map(String)}
          onChange={(values) => onChange(values.map(Number))}
          placeholder={roleIds.length === 0 ? say('fs.roles.none') : ''}
          hidePickedOptions
        />
      )}
    </Stack>
  )
}
