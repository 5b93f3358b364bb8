import { ActionIcon, Checkbox } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import type { FieldValue } from '#contract/field-values'
import type { FieldView } from '#contract/fields'
import { useWords } from '../../lib/words.ts'
import { Chip } from '../../ui/chip.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import row from '../../ui/field-row.module.css'
import { errorToast } from '../../ui/toasts.tsx'
import type { FieldChange } from './fields-data.ts'
import { fieldCardWords } from './labels.ts'
import { ValueForm } from './value-form.tsx'
import { useValueText } from './value-text.ts'
import classes from './fields.module.css'

type FieldValueProps = {
  field: FieldView
  value: FieldValue | null
  isReadOnly: boolean
  onSave: (change: FieldChange) => Promise<void>
}

/** More choices than that are searched instead of read. */
const mostInMenu = 15

/** What stands in a field, changed in place. */
export function FieldValueCell(props: FieldValueProps): ReactElement {
  const { field, value, isReadOnly, onSave } = props
  const say = useWords(fieldCardWords)
  const save = (next: FieldValue | null): void =>
    void onSave({ fieldId: field.id, value: next, seen: value }).catch(errorToast)
  if (field.type === 'checkbox') {
    if (isReadOnly) return <span>{value === true ? say('fields.yes') : say('fields.no')}</span>
    return (
      <Checkbox
        aria-label={say('fields.toggle', { field: field.name })}
        checked={value === true}
        onChange={(event) => save(event.currentTarget.checked)}
      />
    )
  }
  if (field.type === 'select' && field.choices.length <= mostInMenu) {
    return (
      <ChoiceField
        label={field.name}
        value={typeof value === 'number' ? value : null}
        isReadOnly={isReadOnly}
        choices={[
          ...field.choices
            .filter(({ id, isArchived }) => !isArchived || id === value)
            .map(({ id, name }) => ({ value: id, label: name })),
          { value: null, label: say('c.empty') },
        ]}
        onChange={save}
      />
    )
  }
  return <WrittenValue {...props} />
}

function WrittenValue({ field, value, isReadOnly, onSave }: FieldValueProps): ReactElement {
  const say = useWords(fieldCardWords)
  const [isEdited, setEdited] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setEdited(false)
    requestAnimationFrame(() => button.current?.focus())
  }
  if (isEdited) return <ValueForm field={field} value={value} onSave={onSave} onClose={close} />
  const shown = <Shown field={field} value={value} />
  if (isReadOnly) return shown
  const title = say('c.edit.field', { field: field.name })
  // A link is followed where it stands; beside it is what changes it.
  if (value !== null && field.type === 'link') {
    return (
      <span className={classes.beside}>
        {shown}
        <ActionIcon ref={button} size={24} aria-label={title} title={title} onClick={() => setEdited(true)}>
          <IconPencil size={14} stroke={1.75} />
        </ActionIcon>
      </span>
    )
  }
  return (
    <button ref={button} type="button" className={row.edit} title={title} onClick={() => setEdited(true)}>
      {shown}
      <IconPencil size={14} stroke={1.75} className={row.pencil} aria-hidden="true" />
    </button>
  )
}

function Shown({ field, value }: { field: FieldView; value: FieldValue | null }): ReactElement {
  const say = useWords(fieldCardWords)
  const write = useValueText()
  if (value === null) return <span className={row.empty}>{say('c.empty')}</span>
  if (Array.isArray(value)) {
    return (
      <span className={classes.chips}>
        {value.map((id) => (
          <Chip key={id}>{write(field, [id])}</Chip>
        ))}
      </span>
    )
  }
  if (field.type === 'link' && typeof value === 'string') {
    return (
      <a href={value} target="_blank" rel="noopener noreferrer nofollow" className={classes.link}>
        <bdi>{value.replace(/^https?:\/\/|\/$/g, '')}</bdi>
      </a>
    )
  }
  return <bdi className={field.type === 'long_text' ? classes.long : undefined}>{write(field, value)}</bdi>
}
