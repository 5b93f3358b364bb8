import { MultiSelect } from '@mantine/core'
import type { ReactElement } from 'react'
import type { EntityKind } from '#contract/common'
import { useWords } from '../../lib/words.ts'
import { tagWords } from './labels.ts'
import { useTags } from './tags-data.ts'

type TagFilterProps = { kind: EntityKind; tagIds: readonly number[]; onChange: (tagIds: number[]) => void }

/** Any of some tags; not there while there are none. */
export function TagFilter({ kind, tagIds, onChange }: TagFilterProps): ReactElement | null {
  const say = useWords(tagWords)
  const tags = useTags(kind)
  if (tags.length === 0 && tagIds.length === 0) return null
  return (
    <MultiSelect
      label={say('tags.filter')}
      // Choices outside the layer they belong to would close it.
      comboboxProps={{ withinPortal: false }}
      data={tags.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={tagIds.map(String)}
      onChange={(values) => onChange(values.map(Number))}
      searchable
      clearable
      hidePickedOptions
      limit={100}
    />
  )
}
