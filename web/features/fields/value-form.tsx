import { ActionIcon, Button } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import type { KeyboardEvent, ReactElement } from 'react'
import type { FieldValue } from '#contract/field-values'
import type { FieldView } from '#contract/fields'
import { useWords } from '../../lib/words.ts'
import row from '../../ui/field-row.module.css'
import { FieldInput } from './field-input.tsx'
import type { FieldChange } from './fields-data.ts'
import { fieldCardWords } from './labels.ts'
import { useValueForm } from './use-value-form.ts'
import { useValueText } from './value-text.ts'
import classes from './fields.module.css'

type ValueFormProps = {
  field: FieldView
  value: FieldValue | null
  onSave: (change: FieldChange) => Promise<void>
  onClose: () => void
}

/** A value being written: Enter saves (in a long text Ctrl+Enter), Esc gives up. */
export function ValueForm({ field, value, onSave, onClose }: ValueFormProps): ReactElement {
  const say = useWords(fieldCardWords)
  const write = useValueText()
  const form = useValueForm(field, value, onSave, onClose)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void form.save()
    }
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  return (
    <form
      className={classes.form}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        void form.save()
      }}
    >
      <div className={row.form}>
        <div className={row.input}>
          <FieldInput
            field={field}
            draft={form.draft}
            onChange={form.setDraft}
            error={form.error}
            autoFocus
          />
        </div>
        <ActionIcon
          type="submit"
          variant="light"
          color="accent"
          loading={form.isSaving}
          aria-label={say('c.save')}
        >
          <IconCheck size={16} stroke={1.75} />
        </ActionIcon>
        <ActionIcon onClick={onClose} disabled={form.isSaving} aria-label={say('c.cancel')}>
          <IconX size={16} stroke={1.75} />
        </ActionIcon>
      </div>
      {form.theirs === undefined ? null : (
        <div className={classes.theirs} role="alert">
          <span>
            {form.theirs === null
              ? say('fields.changed.empty')
              : say('fields.changed', { value: write(field, form.theirs) })}
          </span>
          <span className={classes.beside}>
            <Button size="xs" type="submit" loading={form.isSaving}>
              {say('fields.keepMine')}
            </Button>
            <Button size="xs" variant="default" onClick={onClose}>
              {say('fields.keepTheirs')}
            </Button>
          </span>
        </div>
      )}
    </form>
  )
}
