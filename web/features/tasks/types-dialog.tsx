import { Button, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { createTaskType, removeTaskType, renameTaskType } from '#contract/tasks'
import type { TaskType } from '#contract/tasks'
import { call } from '../../lib/api.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { EditableField } from '../../ui/editable-field.tsx'
import { FormFailure } from '../../ui/form-failure.tsx'
import { errorToast } from '../../ui/toasts.tsx'
import { taskWords } from './labels.ts'
import { taskTypesQuery, useTaskTypes } from './tasks-data.ts'
import classes from './tasks.module.css'

/** The account's own types of tasks: added, renamed, offered no longer. */
export function TypesDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactElement {
  const say = useWords(taskWords)
  return (
    <Modal opened={isOpen} onClose={onClose} title={say('task.types')}>
      {isOpen && <Types />}
    </Modal>
  )
}

function Types(): ReactElement {
  const say = useWords(taskWords)
  const client = useQueryClient()
  const own = useTaskTypes().filter(({ kind }) => kind === null)
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: taskTypesQuery.queryKey })
  const create = useCreate()
  const form = useForm({
    initial: { name: '' },
    schema: createTaskType.body,
    fieldOf: { 'task_type.taken': 'name', 'task_type.too_many': 'name' },
    save: async ({ name }) => {
      await create(name, (requestId) => call(createTaskType, { requestId, name }))
      form.set('name', '')
      await refresh()
    },
  })
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {say('task.types.d')}
      </Text>
      {own.length === 0 ? (
        <p className={classes.hint}>{say('task.types.none')}</p>
      ) : (
        <ul className={classes.rows}>
          {own.map((type) => (
            <TypeRow key={type.id} type={type} onChanged={refresh} />
          ))}
        </ul>
      )}
      <form {...form.props} className={classes.complete}>
        <TextInput
          className={classes.grow}
          aria-label={say('task.types.new')}
          placeholder={say('task.types.new')}
          maxLength={60}
          autoComplete="off"
          value={form.values.name}
          error={form.problems.name}
          onChange={(event) => form.set('name', event.currentTarget.value)}
        />
        <Button type="submit" loading={form.isSaving}>
          {say('c.add')}
        </Button>
      </form>
      <FormFailure text={form.failure} />
    </Stack>
  )
}

function TypeRow({ type, onChanged }: { type: TaskType; onChanged: () => Promise<void> }): ReactElement {
  const say = useWords(taskWords)
  const name = type.name ?? ''
  const remove = (): void => {
    call(removeTaskType, { typeId: type.id }).then(onChanged).catch(errorToast)
  }
  return (
    <li className={classes.item}>
      <div className={classes.grow}>
        <EditableField
          label={say('task.types.name')}
          value={name}
          isReadOnly={false}
          onSave={async (written) => {
            await call(renameTaskType, { typeId: type.id, name: written })
            await onChanged()
          }}
        />
      </div>
      <ConfirmButton
        size="xs"
        variant="default"
        aria-label={say('task.types.delete', { name })}
        question={say('task.types.delete.q')}
        onConfirm={remove}
      >
        {say('c.delete')}
      </ConfirmButton>
    </li>
  )
}
