import { ActionIcon, Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { Colleague } from '#contract/people'
import { changeGroup, createGroup, deleteGroup, type GroupView } from '#contract/roles'
import { call } from '../../lib/api.ts'
import { errorText } from '../../lib/error-text.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { EditableField } from '../../ui/editable-field.tsx'
import { FormFailure } from '../../ui/form-failure.tsx'
import { toast } from '../../ui/toasts.tsx'
import page from '../settings/page.module.css'
import { usersQuery } from '../settings/people-data.ts'
import styles from '../settings/people-page.module.css'
import { staffWords } from './staff-labels.ts'

type Props = { groups: GroupView[]; users: Colleague[] }

/** Groups of colleagues: made, renamed, deleted. */
export function GroupSection({ groups, users }: Props): ReactElement {
  const say = useWords(staffWords)
  const client = useQueryClient()
  const [leaving, setLeaving] = useState<GroupView | null>(null)
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: usersQuery.queryKey })
  const create = useCreate()
  const form = useForm({
    initial: { name: '' },
    schema: createGroup.body,
    fieldOf: { 'group.taken': 'name' },
    save: async ({ name }) => {
      await create(name, (requestId) => call(createGroup, { requestId, name }))
      form.set('name', '')
      await refresh()
    },
  })
  return (
    <section className={page.section} aria-labelledby="groups">
      <h2 id="groups" className={page.heading}>
        {say('st.groups')} <span className={page.count}>{groups.length}</span>
      </h2>
      <p className={page.sub}>{say('st.groups.d')}</p>
      <ul className={`${page.list} ${styles.groups}`}>
        {groups.length === 0 && <li className={page.row}>{say('st.groups.none')}</li>}
        {groups.map((group) => (
          <li key={group.id} className={page.row}>
            <div className={page.grow}>
              <EditableField
                label={say('st.groups.name')}
                value={group.name}
                onSave={async (name, saw) => {
                  await call(changeGroup, { groupId: group.id, name, seen: { name: saw } })
                  await refresh()
                }}
              />
            </div>
            <span className={page.meta}>
              {say('st.groups.people', {
                count: users.filter(({ groupId, isActive }) => isActive && groupId === group.id).length,
              })}
            </span>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={say('st.groups.delete', { name: group.name })}
              onClick={() => setLeaving(group)}
            >
              <IconTrash size={16} stroke={1.75} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <form {...form.props} className={styles.add}>
        <TextInput
          aria-label={say('st.groups.new')}
          placeholder={say('st.groups.new')}
          autoComplete="off"
          value={form.values.name}
          error={form.problems.name}
          onChange={(event) => form.set('name', event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={form.isSaving}>
          {say('st.groups.add')}
        </Button>
      </form>
      <FormFailure text={form.failure} />
      {leaving && (
        <DeleteDialog
          group={leaving}
          others={groups.filter(({ id }) => id !== leaving.id)}
          onDeleted={refresh}
          onClose={() => setLeaving(null)}
        />
      )}
    </section>
  )
}

type DialogProps = {
  group: GroupView
  others: GroupView[]
  onDeleted: () => Promise<void>
  onClose: () => void
}

function DeleteDialog({ group, others, onDeleted, onClose }: DialogProps): ReactElement {
  const say = useWords(staffWords)
  const [moveTo, setMoveTo] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const remove = async (): Promise<void> => {
    setSaving(true)
    try {
      await call(deleteGroup, { groupId: group.id, moveTo: moveTo === '' ? null : Number(moveTo) })
      toast(say('st.groups.deleted', { name: group.name }))
      await onDeleted()
      onClose()
    } catch (error) {
      setFailure(errorText(error))
      setSaving(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={say('st.groups.delete.t', { name: group.name })}>
      <Stack gap="md">
        <span>{say('st.groups.delete.d')}</span>
        <Select
          label={say('st.groups.move')}
          data={[
            { value: '', label: say('st.group.none') },
            ...others.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          value={moveTo}
          allowDeselect={false}
          onChange={(value) => setMoveTo(value ?? '')}
        />
        <FormFailure text={failure} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button color="red" loading={isSaving} onClick={() => void remove()}>
            {say('st.groups.do')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
