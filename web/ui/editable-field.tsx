import { ActionIcon, TextInput } from '@mantine/core'
import { IconCheck, IconPencil, IconX } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { FormEvent, HTMLInputTypeAttribute, KeyboardEvent, ReactElement, ReactNode } from 'react'
import { isApiError } from '../lib/api-error.ts'
import { errorText } from '../lib/error-text.ts'
import { fieldText } from '../lib/field-words.ts'
import { useWords } from '../lib/words.ts'
import { ChangedMeanwhile, changedTo } from './changed-meanwhile.tsx'
import classes from './field-row.module.css'

type Props = {
  label: string
  /** What is edited; empty for none. */
  value: string
  /** How it is shown; the value itself if not given. */
  shown?: ReactNode
  /**
   * Rejects with the reason, which is then shown under the field with what was typed kept. `saw`: what stood there when the
   * editor looked last. Refused as changed meanwhile, the field shows both values and asks which one stays.
   */
  onSave: (value: string, saw: string) => Promise<unknown>
  /** What is to be known of what is being typed, under the field. */
  renderNote?: (typed: string) => ReactNode
  /** The field is open, or closed again. */
  onEditing?: (isEdited: boolean) => void
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
  renderNote,
  onEditing,
}: Props & { onClose: () => void }): ReactElement {
  const say = useWords()
  const [typed, setTyped] = useState(value)
  const [saw] = useState(value)
  // What the server has told stands there now; a live change tells it too.
  const [told, setTold] = useState<string | null>(null)
  const now = told ?? value
  const isDisputed = now !== saw && now !== typed.trim()
  const [error, setError] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const tell = useEffectEvent((isEdited: boolean) => onEditing?.(isEdited))
  useEffect(() => {
    tell(true)
    return () => tell(false)
  }, [])
  const save = async (over: string): Promise<void> => {
    if (typed.trim() === now) return onClose()
    setSaving(true)
    try {
      await onSave(typed.trim(), over)
      onClose()
    } catch (thrown) {
      const changed = changedTo(thrown)
      if (changed) {
        setTold(textOf(changed.current))
        return setSaving(false)
      }
      const [problem] = isApiError(thrown) ? thrown.fields : []
      setError(problem ? fieldText(problem, typed) : errorText(thrown))
      setSaving(false)
    }
  }
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    // Two values are shown: which one stays is said by the buttons under them.
    if (!isDisputed) void save(saw)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  return (
    <form className={classes.form} onSubmit={onSubmit} onKeyDown={onKeyDown}>
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
      <ActionIcon
        type="submit"
        variant="light"
        color="accent"
        loading={isSaving}
        disabled={isDisputed}
        aria-label={say('c.save')}
      >
        <IconCheck size={16} stroke={1.75} />
      </ActionIcon>
      <ActionIcon onClick={onClose} disabled={isSaving} aria-label={say('c.cancel')}>
        <IconX size={16} stroke={1.75} />
      </ActionIcon>
      {renderNote?.(typed.trim())}
      {isDisputed && (
        <ChangedMeanwhile
          theirs={now}
          mine={typed.trim()}
          isBusy={isSaving}
          onMine={() => void save(now)}
          onTheirs={onClose}
        />
      )}
    </form>
  )
}

/** A value of the server's as it stands in the field. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
