import { Select, MultiSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { EntityKind } from '#contract/common'
import type { FieldCondition } from '#contract/field-filter'
import type { FieldView } from '#contract/fields'
import { useWords } from '../../lib/words.ts'
import { readDraft } from './draft.ts'
import { useFields } from './fields-data.ts'
import { fieldCardWords } from './labels.ts'
import classes from './fields.module.css'

type FieldFiltersProps = {
  kind: EntityKind
  conditions: readonly FieldCondition[]
  onChange: (conditions: FieldCondition[]) => void
}

/** What a list is narrowed by of custom fields; long texts are not searched. */
export function FieldFilters({ kind, conditions, onChange }: FieldFiltersProps): ReactElement {
  const fields = useFields(kind).filter(({ type }) => type !== 'long_text')
  return (
    <>
      {fields.map((field) => (
        <FieldFilter
          key={field.id}
          field={field}
          condition={conditions.find(({ fieldId }) => fieldId === field.id) ?? null}
          onChange={(condition) =>
            onChange([
              ...conditions.filter(({ fieldId }) => fieldId !== field.id),
              ...(condition ? [condition] : []),
            ])
          }
        />
      ))}
    </>
  )
}

type FieldFilterProps = {
  field: FieldView
  condition: FieldCondition | null
  onChange: (condition: FieldCondition | null) => void
}

function FieldFilter(props: FieldFilterProps): ReactElement {
  const { field, condition, onChange } = props
  const say = useWords(fieldCardWords)
  const fieldId = field.id
  switch (field.type) {
    case 'select':
    case 'multiselect':
      return (
        <MultiSelect
          label={field.name}
          // Choices outside the layer they belong to would close it.
          comboboxProps={{ withinPortal: false }}
          data={field.choices.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={condition?.is === 'any' ? condition.ids.map(String) : []}
          onChange={(values) =>
            onChange(values.length === 0 ? null : { fieldId, is: 'any', ids: values.map(Number) })
          }
          placeholder={condition ? '' : say('fields.filter.any')}
          searchable={field.choices.length > 8}
          clearable
          hidePickedOptions
        />
      )
    case 'checkbox':
      return (
        <Select
          label={field.name}
          comboboxProps={{ withinPortal: false }}
          data={[
            { value: 'filled', label: say('fields.filter.yes') },
            { value: 'empty', label: say('fields.filter.no') },
          ]}
          value={condition?.is === 'filled' || condition?.is === 'empty' ? condition.is : null}
          onChange={(is) => onChange(is === 'filled' || is === 'empty' ? { fieldId, is } : null)}
          placeholder={say('fields.filter.any')}
          clearable
        />
      )
    case 'number':
    case 'money':
      return <Numbers {...props} />
    case 'date':
    case 'datetime':
    case 'birthday':
      return <Days {...props} />
    default:
      return <Part {...props} />
  }
}

function Numbers({ field, condition, onChange }: FieldFilterProps): ReactElement {
  const say = useWords(fieldCardWords)
  const { from, to } = condition?.is === 'between' ? condition : { from: null, to: null }
  const put = (ends: { from: number | null; to: number | null }): void =>
    onChange(ends.from === null && ends.to === null ? null : { fieldId: field.id, is: 'between', ...ends })
  return (
    <fieldset className={classes.pair}>
      <legend>
        <bdi>{field.name}</bdi>
      </legend>
      <End
        field={field}
        label={say('fields.filter.from')}
        value={from}
        onChange={(end) => put({ from: end, to })}
      />
      <End
        field={field}
        label={say('fields.filter.to')}
        value={to}
        onChange={(end) => put({ from, to: end })}
      />
    </fieldset>
  )
}

type EndProps = {
  field: FieldView
  label: string
  value: number | null
  onChange: (value: number | null) => void
}

/** A number holds when one leaves the field or presses Enter. */
function End({ field, label, value, onChange }: EndProps): ReactElement {
  const say = useWords(fieldCardWords)
  const [typed, setTyped] = useState(value === null ? '' : String(value))
  const [isWrong, setWrong] = useState(false)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    setTyped(value === null ? '' : String(value))
  }
  const keep = (): void => {
    const read = readDraft(field, typed, 'UTC', null)
    setWrong(read.problem !== null)
    const number = typeof read.value === 'number' ? read.value : null
    if (read.problem === null && number !== value) onChange(number)
  }
  return (
    <TextInput
      aria-label={`${field.name}: ${label}`}
      placeholder={label}
      inputMode="decimal"
      value={typed}
      error={isWrong ? say('fields.notNumber') : null}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  )
}

function Days({ field, condition, onChange }: FieldFilterProps): ReactElement {
  const say = useWords(fieldCardWords)
  const { from, to } = condition?.is === 'within' ? condition : { from: null, to: null }
  const put = (ends: { from: string | null; to: string | null }): void =>
    onChange(ends.from === null && ends.to === null ? null : { fieldId: field.id, is: 'within', ...ends })
  return (
    <fieldset className={classes.pair}>
      <legend>
        <bdi>{field.name}</bdi>
      </legend>
      <TextInput
        type="date"
        aria-label={`${field.name}: ${say('fields.filter.since')}`}
        max={to ?? '9999-12-31'}
        value={from ?? ''}
        onChange={(event) => put({ from: event.currentTarget.value || null, to })}
      />
      <TextInput
        type="date"
        aria-label={`${field.name}: ${say('fields.filter.until')}`}
        min={from ?? undefined}
        max="9999-12-31"
        value={to ?? ''}
        onChange={(event) => put({ from, to: event.currentTarget.value || null })}
      />
    </fieldset>
  )
}

/** A part of the text holds when one leaves the field or presses Enter. */
function Part({ field, condition, onChange }: FieldFilterProps): ReactElement {
  const say = useWords(fieldCardWords)
  const value = condition?.is === 'like' ? condition.text : ''
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    setTyped(value)
  }
  const keep = (): void => {
    const text = typed.trim()
    if (text !== value) onChange(text === '' ? null : { fieldId: field.id, is: 'like', text })
  }
  return (
    <TextInput
      label={field.name}
      placeholder={say('fields.filter.like')}
      maxLength={100}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  )
}
