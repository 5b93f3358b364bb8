import { Checkbox, MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import type { FieldView } from '#contract/fields'
import { useWords } from '../../lib/words.ts'
import type { Draft } from './draft.ts'
import { fieldCardWords } from './labels.ts'

type FieldInputProps = {
  field: FieldView
  draft: Draft
  onChange: (draft: Draft) => void
  error?: string | null
  /** Shown above; else only said. */
  hasLabel?: boolean
  autoFocus?: boolean
}

const searchedFrom = 8

/** The control by which a value of a field is written. */
export function FieldInput(props: FieldInputProps): ReactElement {
  const { field, draft, onChange, error = null, hasLabel = false, autoFocus = false } = props
  const say = useWords(fieldCardWords)
  const named = hasLabel ? { label: field.name } : { 'aria-label': field.name }
  const focus = autoFocus ? { autoFocus: true, 'data-autofocus': true } : {}
  const common = { ...named, ...focus, error }
  const text = typeof draft === 'string' ? draft : ''
  const chosen = Array.isArray(draft) ? draft : []
  const isKept = (id: number): boolean => text === String(id) || chosen.includes(String(id))
  const data = field.choices
    .filter(({ id, isArchived }) => !isArchived || isKept(id))
    .map(({ id, name }) => ({ value: String(id), label: name }))
  switch (field.type) {
    case 'checkbox':
      return (
        <Checkbox
          label={field.name}
          error={error}
          checked={draft === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
          {...focus}
        />
      )
    case 'select':
      return (
        <Select
          {...common}
          data={data}
          value={text === '' ? null : text}
          onChange={(value) => onChange(value ?? '')}
          placeholder={say('fields.choices')}
          searchable={data.length > searchedFrom}
          clearable
          maxDropdownHeight={280}
        />
      )
    case 'multiselect':
      return (
        <MultiSelect
          {...common}
          data={data}
          value={chosen}
          onChange={onChange}
          placeholder={chosen.length === 0 ? say('fields.choices') : ''}
          searchable={data.length > searchedFrom}
          clearable
          hidePickedOptions
          maxDropdownHeight={280}
        />
      )
    case 'long_text':
      return (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={12}
          dir="auto"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    default:
      return (
        <TextInput
          {...common}
          {...kinds[field.type]}
          dir="auto"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
  }
}

const kinds = {
  text: {},
  number: { inputMode: 'decimal' },
  money: { inputMode: 'decimal' },
  date: { type: 'date', max: '9999-12-31' },
  birthday: { type: 'date', min: '1850-01-01', max: '9999-12-31' },
  datetime: { type: 'datetime-local', max: '9999-12-31T23:59' },
  link: { inputMode: 'url', placeholder: 'https://' },
  phone: { inputMode: 'tel' },
} as const
