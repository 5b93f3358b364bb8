import { MultiSelect } from '@mantine/core'
import type { ReactElement } from 'react'
import { useWords } from '../../../lib/words.ts'
import { useTags } from '../../tags/tags-data.ts'
import { imboxWords } from '../labels.ts'

type Props = { ids: readonly number[]; onChange: (ids: number[] | undefined) => void }

/** Any of some tags of the deal, the customer or the contact; not there while there are none. */
export function TagChoice({ ids, onChange }: Props): ReactElement | null {
  const say = useWords(imboxWords)
  const all = [
    { group: say('imbox.f.tags.deal'), tags: useTags('deal') },
    { group: say('imbox.f.tags.customer'), tags: useTags('customer') },
    { group: say('imbox.f.tags.contact'), tags: useTags('contact') },
  ].filter(({ tags }) => tags.length > 0)
  if (all.length === 0) return null
  return (
    <MultiSelect
      label={say('imbox.f.tags')}
      placeholder={ids.length === 0 ? say('imbox.f.any') : ''}
      comboboxProps={{ withinPortal: false }}
      searchable
      clearable
      hidePickedOptions
      limit={100}
      data={all.map(({ group, tags }) => ({
        group,
        items: tags.map(({ id, name }) => ({ value: String(id), label: name })),
      }))}
      value={ids.map(String)}
      onChange={(values) => onChange(values.map(Number))}
    />
  )
}
