import { Button, Select, Textarea, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { z } from 'zod'
import type { EntityKind } from '#contract/common'
import { fieldTypes } from '#contract/field-values'
import { createField } from '#contract/fields'
import type { FieldGroupView } from '#contract/fields'
import { call } from '../../../lib/api.ts'
import { useCreate } from '../../../lib/use-create.ts'
import { useForm } from '../../../lib/use-form.ts'
import { useWords } from '../../../lib/words.ts'
import { FormFailure } from '../../../ui/form-failure.tsx'
import page from '../../settings/page.module.css'
import { fieldSettingWords } from './labels.ts'
import { useSavedFields } from './use-saved-fields.ts'

type NewFieldFormProps = { kind: EntityKind; groups: readonly FieldGroupView[] }

const schema = z.object({ name: createField.body.shape.name })

/** One more field, at the end of its block. */
export function NewFieldForm({ kind, groups }: NewFieldFormProps): ReactElement {
  const say = useWords(fieldSettingWords)
  const { save } = useSavedFields()
  const create = useCreate()
  const form = useForm({
    initial: { name: '', type: 'text', groupId: '', choices: '' },
    schema,
    fieldOf: { 'field_choice.taken': 'choices' },
    save: async ({ name, type, groupId, choices }) => {
      const wish = {
        kind,
        name,
        type: fieldTypes.find((each) => each === type) ?? 'text',
        groupId: groupId === '' ? null : Number(groupId),
        ...(isChoosing(type) && { choices: linesOf(choices) }),
      }
      await create(wish, (requestId) => save(call(createField, { requestId, ...wish })))
      form.set('name', '')
      form.set('choices', '')
    },
  })
  return (
    <section className={page.section} aria-labelledby="new-field">
      <h2 id="new-field" className={page.heading}>
        {say('fs.new')}
      </h2>
      <form {...form.props} className={page.form}>
        <TextInput
          label={say('fs.new.name')}
          value={form.values.name}
          error={form.problems.name}
          onChange={(event) => form.set('name', event.currentTarget.value)}
          autoComplete="off"
          dir="auto"
        />
        <Select
          label={say('fs.new.type')}
          data={fieldTypes.map((type) => ({ value: type, label: say(`fs.type.${type}`) }))}
          value={form.values.type}
          onChange={(type) => form.set('type', type ?? 'text')}
          allowDeselect={false}
          maxDropdownHeight={320}
        />
        {isChoosing(form.values.type) ? (
          <Textarea
            label={say('fs.new.choices')}
            autosize
            minRows={3}
            maxRows={10}
            dir="auto"
            value={form.values.choices}
            error={form.problems.choices}
            onChange={(event) => form.set('choices', event.currentTarget.value)}
          />
        ) : null}
        {groups.length > 0 ? (
          <Select
            label={say('fs.new.block')}
            data={[
              { value: '', label: say('fs.block.first') },
              ...groups.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
            value={form.values.groupId}
            onChange={(groupId) => form.set('groupId', groupId ?? '')}
            allowDeselect={false}
          />
        ) : null}
        <FormFailure text={form.failure} />
        <div className={page.actions}>
          <Button type="submit" loading={form.isSaving}>
            {say('fs.new.do')}
          </Button>
        </div>
      </form>
    </section>
  )
}

export function isChoosing(type: string): boolean {
  return type === 'select' || type === 'multiselect'
}

/** Each line is a choice; the same line twice is one. */
function linesOf(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return [...new Map(lines.map((line) => [line.toLowerCase(), line])).values()]
}
