import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { changeFieldChoice, createFieldChoice, deleteFieldChoice } from '#contract/fields'
import type { FieldView } from '#contract/fields'
import { call } from '../../../lib/api.ts'
import { useWords } from '../../../lib/words.ts'
import { EditableField } from '../../../ui/editable-field.tsx'
import { errorToast } from '../../../ui/toasts.tsx'
import { AddForm } from '../../pipelines/add-form.tsx'
import { ConfirmIcon } from '../../pipelines/confirm-icon.tsx'
import { SortableRows } from '../../pipelines/sortable-rows.tsx'
import page from '../../settings/page.module.css'
import { fieldSettingWords } from './labels.ts'
import { useSavedFields } from './use-saved-fields.ts'

/** The choices of a field, in their order; those offered no longer can be brought back. */
export function FieldChoices({ field }: { field: FieldView }): ReactElement {
  const say = useWords(fieldSettingWords)
  const { save, tell } = useSavedFields()
  const fieldId = field.id
  const offered = field.choices.filter(({ isArchived }) => !isArchived)
  const archived = field.choices.filter(({ isArchived }) => isArchived)
  return (
    <section aria-labelledby="field-choices">
      <h3 id="field-choices" className={page.heading}>
        {say('fs.choices')} <span className={page.count}>{offered.length}</span>
      </h3>
      {offered.length > 0 ? (
        <ul className={page.list}>
          <SortableRows
            rows={offered}
            onMove={(choiceId, beforeId) =>
              save(call(changeFieldChoice, { fieldId, choiceId, beforeId })).catch(errorToast)
            }
            render={({ id: choiceId, name }) => (
              <>
                <div className={page.grow}>
                  <EditableField
                    label={say('fs.choice.name.of', { name })}
                    value={name}
                    onSave={(typed, saw) =>
                      save(call(changeFieldChoice, { fieldId, choiceId, name: typed, seenName: saw }))
                    }
                  />
                </div>
                <ConfirmIcon
                  label={say('fs.choice.delete.of', { name })}
                  question={say('fs.choice.delete.d')}
                  onConfirm={() => tell(call(deleteFieldChoice, { fieldId, choiceId }))}
                />
              </>
            )}
          />
        </ul>
      ) : null}
      <AddForm
        key={fieldId}
        label={say('fs.choice.new.name')}
        button={say('fs.choice.new')}
        onAdd={(added) => save(call(createFieldChoice, { ...added, fieldId }))}
      />
      {archived.length > 0 ? (
        <>
          <h4 className={page.heading}>{say('fs.choice.archived')}</h4>
          <ul className={page.list}>
            {archived.map(({ id: choiceId, name }) => (
              <li key={choiceId} className={page.row}>
                <bdi className={page.grow}>{name}</bdi>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={say('fs.choice.back.of', { name })}
                  onClick={() => tell(call(changeFieldChoice, { fieldId, choiceId, isArchived: false }))}
                >
                  {say('fs.back')}
                </Button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}
