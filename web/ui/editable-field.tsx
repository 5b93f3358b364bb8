import { ActionIcon, TextInput } from '@mantine/core'
import { IconCheck, IconPencil, IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { FormEvent, HTMLInputTypeAttribute, KeyboardEvent, ReactElement, ReactNode } from 'react'
import { isApiError } from '../lib/api-error.ts'
import { errorText } from '../lib/error-text.ts'
import { fieldText } from '../lib/field-words.ts'
import { useWords } from '../lib/words.ts'
import classes from './field-row.module.css'

type Props = {
  label: string
  /** What is edited; empty for none. */
  value: string
  /** How it is shown; the value itself if not given. */
  shown?: ReactNode
  /** Rejects with the reason, which is then shown under the field with what was typed kept. */
  onSave: (value: string) => Promise<unknown>
  placeholder?: string
  type?: HTMLInputTypeAttribute
  inputMode?: 'text' | 'decimal' | 'tel' | 'email'
  isReadOnly?: boolean
}

/** A value that turns into a field when it is clicked: Enter saves, Esc gives up, an error keeps what was typed. */
export function EditableField(props: Props): ReactElement {
  const { label, value, shown, isReadOnly = false, placeholder } = props
  const say = useWords()
  const button = useRef<HTMLButtonElement>(null)
  const [isEdited, setEdited] = useState(false)
  const close = (): void => {
    setEdited(false)
    requestAnimationFrame(() => button.current?.focus())
  }
  if (isEdited) return <FieldForm {...props} onClose={close} />
  const content =
    value === '' ? <span className={classes.empty}>{placeholder ?? say('c.empty')}</span> : (shown ?? value)
  if (isReadOnly) return <bdi>{content}</bdi>
  return (
    <button
      ref={button}
      type="button"
      className={classes.edit}
      title={say('c.edit.field', { field: label })}
      onClick={() => setEdited(true)}
    >
      <bdi>{content}</bdi>
      <IconPencil size={14} stroke={1.75} className={classes.pencil} aria-hidden="true" />
    </button>
  )
}

function FieldForm({
  label,
  value,
  onSave,
  onClose,
  type,
  inputMode,
  placeholder,
}: Props & { onClose: () => void }): ReactElement {
  const say = useWords()
  const [typed, setTyped] = useState(value)
  const [error, setError] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (typed.trim() === value) return onClose()
    setSaving(true)
    try {
      await onSave(typed.trim())
      onClose()
    } catch (thrown) {
      const [problem] = isApiError(thrown) ? thrown.fields : []
      setError(problem ? fieldText(problem, typed) : errorText(thrown))
      setSaving(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  return (
    <form className={classes.form} onSubmit={(event) => void save(event)} onKeyDown={onKeyDown}>
      <TextInput
        className={classes.input}
        aria-label={label}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={error}
        autoFocus
        {...(type ? { type } : {})}
        {...(inputMode ? { inputMode } : {})}
        {...(placeholder ? { placeholder } : {})}
      />
      <ActionIcon type="submit" variant="light" color="accent" loading={isSaving} aria-label={say('c.save')}>
        <IconCheck size={16} stroke={1.75} />
      </ActionIcon>
      <ActionIcon onClick={onClose} disabled={isSaving} aria-label={say('c.cancel')}>
        <IconX size={16} stroke={1.75} />
      </ActionIcon>
    </form>
  )
}
