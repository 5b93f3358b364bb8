import { Button, Group, Modal, MultiSelect, Select, Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { changeField } from '#contract/fields'
import type { FieldGroupView, FieldView } from '#contract/fields'
import { call } from '../../../lib/api.ts'
import { useWords } from '../../../lib/words.ts'
import { FieldChoices } from './field-choices.tsx'
import { fieldSettingWords } from './labels.ts'
import { isChoosing } from './new-field-form.tsx'
import { RoleChoice } from './role-choice.tsx'
import { useStagesOf } from './use-stages-of.ts'
import { useSavedFields } from './use-saved-fields.ts'

type FieldDialogProps = { field: FieldView | null; groups: readonly FieldGroupView[]; onClose: () => void }

/** Everything of a field beside its name; each choice holds as soon as it is made. */
export function FieldDialog({ field, groups, onClose }: FieldDialogProps): ReactElement {
  const say = useWords(fieldSettingWords)
  return (
    <Modal
      opened={field !== null}
      onClose={onClose}
      title={field ? say('fs.setUp.title', { name: field.name }) : ''}
      size="lg"
    >
      {field ? <FieldSettings field={field} groups={groups} onClose={onClose} /> : null}
    </Modal>
  )
}

type SettingsProps = { field: FieldView; groups: readonly FieldGroupView[]; onClose: () => void }

function FieldSettings({ field, groups, onClose }: SettingsProps): ReactElement {
  const say = useWords(fieldSettingWords)
  const { tell } = useSavedFields()
  const pipelines = useStagesOf(field.kind)
  const fieldId = field.id
  return (
    <Stack gap="lg">
      {groups.length > 0 ? (
        <Select
          label={say('fs.new.block')}
          data={[
            { value: '', label: say('fs.block.first') },
            ...groups.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          value={field.groupId === null ? '' : String(field.groupId)}
          onChange={(value) => tell(call(changeField, { fieldId, groupId: value ? Number(value) : null }))}
          allowDeselect={false}
        />
      ) : null}
      {isChoosing(field.type) ? <FieldChoices field={field} /> : null}
      {pipelines.length > 0 ? (
        <MultiSelect
          label={say('fs.requiredIn')}
          description={say('fs.requiredIn.d')}
          data={pipelines.map(({ id, name, stages }) => ({
            group: name,
            items: stages.map((stage) => ({ value: `${id}:${stage.id}`, label: stage.name })),
          }))}
          value={field.requiredIn.map(({ pipelineId, stageId }) => `${pipelineId}:${stageId}`)}
          onChange={(values) => tell(call(changeField, { fieldId, requiredIn: values.map(placeOf) }))}
          searchable
          clearable
          hidePickedOptions
        />
      ) : null}
      <RoleChoice
        label={say('fs.visibleTo')}
        all={say('fs.visibleTo.all')}
        some={say('fs.visibleTo.some')}
        roleIds={field.visibleTo}
        onChange={(visibleTo) => tell(call(changeField, { fieldId, visibleTo }))}
      />
      <RoleChoice
        label={say('fs.editableBy')}
        all={say('fs.editableBy.all')}
        some={say('fs.editableBy.some')}
        roleIds={field.editableBy}
        onChange={(editableBy) => tell(call(changeField, { fieldId, editableBy }))}
      />
      <Group justify="flex-end">
        <Button onClick={onClose}>{say('fs.done')}</Button>
      </Group>
    </Stack>
  )
}

function placeOf(value: string): { pipelineId: number; stageId: number } {
  const [pipelineId = 0, stageId = 0] = value.split(':').map(Number)
  return { pipelineId, stageId }
}
