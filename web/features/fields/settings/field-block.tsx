import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { changeField, changeFieldGroup, deleteField, deleteFieldGroup } from '#contract/fields'
import type { FieldGroupView, FieldView } from '#contract/fields'
import { call } from '../../../lib/api.ts'
import { useWords } from '../../../lib/words.ts'
import { EditableField } from '../../../ui/editable-field.tsx'
import { errorToast } from '../../../ui/toasts.tsx'
import { ConfirmIcon } from '../../pipelines/confirm-icon.tsx'
import { SortableRows } from '../../pipelines/sortable-rows.tsx'
import page from '../../settings/page.module.css'
import { fieldSettingWords } from './labels.ts'
import { useSavedFields } from './use-saved-fields.ts'
import classes from './field-settings.module.css'

type FieldBlockProps = {
  /** null: the first block, which has no name. */
  group: FieldGroupView | null
  fields: readonly FieldView[]
  onOpen: (fieldId: number) => void
}

/** A block of fields, put in order by mouse, finger and keyboard. */
export function FieldBlock({ group, fields, onOpen }: FieldBlockProps): ReactElement {
  const say = useWords(fieldSettingWords)
  const { save, tell } = useSavedFields()
  const headingId = `fields-${group?.id ?? 'first'}`
  return (
    <section className={page.section} aria-labelledby={headingId}>
      <div className={classes.head}>
        <h2 id={headingId} className={classes.heading}>
          {group ? (
            <EditableField
              label={say('fs.block.name.of', { name: group.name })}
              value={group.name}
              onSave={(name, saw) => save(call(changeFieldGroup, { groupId: group.id, name, seenName: saw }))}
            />
          ) : (
            say('fs.block.first')
          )}
        </h2>
        {group ? (
          <ConfirmIcon
            label={say('fs.block.delete.of', { name: group.name })}
            question={say('fs.block.delete.d')}
            onConfirm={() => tell(call(deleteFieldGroup, { groupId: group.id }))}
          />
        ) : null}
      </div>
      {fields.length === 0 ? <p className={page.sub}>{say('fs.block.empty')}</p> : null}
      {fields.length > 0 ? (
        <ul className={page.list}>
          <SortableRows
            rows={fields}
            onMove={(fieldId, beforeId) => save(call(changeField, { fieldId, beforeId })).catch(errorToast)}
            render={(field) => <FieldLine field={field} onOpen={() => onOpen(field.id)} />}
          />
        </ul>
      ) : null}
    </section>
  )
}

function FieldLine({ field, onOpen }: { field: FieldView; onOpen: () => void }): ReactElement {
  const say = useWords(fieldSettingWords)
  const { save, tell } = useSavedFields()
  const { id: fieldId, name } = field
  const marks = [
    say(`fs.type.${field.type}`),
    field.requiredIn.length > 0 ? say('fs.required') : null,
    field.visibleTo || field.editableBy ? say('fs.limited') : null,
  ]
  return (
    <>
      <div className={page.grow}>
        <EditableField
          label={say('fs.name.of', { name })}
          value={name}
          onSave={(typed, saw) => save(call(changeField, { fieldId, name: typed, seenName: saw }))}
        />
        <span className={page.meta}>{marks.filter(Boolean).join(', ')}</span>
      </div>
      <div className={page.actions}>
        <Button size="xs" variant="default" aria-label={say('fs.setUp.of', { name })} onClick={onOpen}>
          {say('fs.setUp')}
        </Button>
        <ConfirmIcon
          label={say('fs.delete.of', { name })}
          question={say('fs.delete.d')}
          onConfirm={() => tell(call(deleteField, { fieldId }))}
        />
      </div>
    </>
  )
}
