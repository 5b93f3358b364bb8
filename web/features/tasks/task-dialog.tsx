import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { z } from 'zod'
import { changeTask, createTask, day, getTask } from '#contract/tasks'
import type { TaskView } from '#contract/tasks'
import type { CardRef } from '#contract/common'
import { call } from '../../lib/api.ts'
import { useForm } from '../../lib/use-form.ts'
import { useSession } from '../../lib/session.ts'
import { wallTime } from '../../lib/wall-time.ts'
import { useWords } from '../../lib/words.ts'
import { ChoiceSelect } from '../../ui/choice-select.tsx'
import { FormFailure } from '../../ui/form-failure.tsx'
import { SavedMeanwhile } from '../../ui/saved-meanwhile.tsx'
import { toast } from '../../ui/toasts.tsx'
import { DueFields } from './due-fields.tsx'
import { addDays } from './due-text.ts'
import { taskWords } from './labels.ts'
import { bodyOf, changeOf, valuesOf, type TaskValues } from './task-values.ts'
import { tasksKey, useTaskTypes } from './tasks-data.ts'
import { useTypeName } from './type-name.ts'

/** What a new task begins with. */
export type NewTask = {
  text?: string
  day?: string
  card?: CardRef | null
  contactId?: number | null
  companyId?: number | null
  messageId?: string | null
  /** What it is about, to be read. */
  about?: string | null
}
export type TaskSeed = NewTask | { task: TaskView }

type TaskDialogProps = {
  /** Null: closed. */
  seed: TaskSeed | null
  onClose: () => void
}

/** Makes or changes a task. */
export function TaskDialog({ seed, onClose }: TaskDialogProps): ReactElement {
  const say = useWords(taskWords)
  const isNew = seed !== null && !('task' in seed)
  return (
    <Modal opened={seed !== null} onClose={onClose} title={say(isNew ? 'task.new' : 'task.edit')}>
      {seed && <TaskForm seed={seed} onClose={onClose} />}
    </Modal>
  )
}

const schema = z.object({
  text: createTask.body.shape.text,
  day,
  time: z.string(),
  typeId: z.string(),
  responsible: z.string(),
})

function TaskForm({ seed, onClose }: { seed: TaskSeed; onClose: () => void }): ReactElement {
  const say = useWords(taskWords)
  const client = useQueryClient()
  const { user, account, colleagues } = useSession()
  const typeName = useTypeName()
  const types = useTaskTypes()
  const [before, setBefore] = useState('task' in seed ? seed.task : null)
  const fresh: NewTask = 'task' in seed ? {} : seed
  const [requestId] = useState(() => crypto.randomUUID())
  const send = async (values: TaskValues, isOver: boolean): Promise<void> => {
    if (before) {
      const { wish, seen } = changeOf(values, before, user.timeZone)
      await call(changeTask, { taskId: before.id, ...wish, ...(!isOver && { seen }) })
    } else {
      const { card = null, contactId = null, companyId = null, messageId = null } = fresh
      const body = bodyOf(values, user.timeZone)
      await call(createTask, { requestId, ...body, card, contactId, companyId, messageId })
    }
    void client.invalidateQueries({ queryKey: tasksKey })
    void client.invalidateQueries({ queryKey: ['cards'] })
    onClose()
    toast(say(before ? 'task.saved' : 'task.created'))
  }
  const form = useForm<TaskValues>({
    initial: before
      ? valuesOf(before, user.timeZone)
      : {
          text: fresh.text ?? '',
          day: fresh.day ?? addDays(wallTime(new Date(), account.timeZone).slice(0, 10), 1),
          time: '',
          typeId: '1',
          responsible: String(user.id),
        },
    schema,
    fieldOf: { 'task_type.not_found': 'typeId', 'user.not_found': 'responsible' },
    save: (values) => send(values, false),
  })
  const showTheirs = async (taskId: number): Promise<void> => {
    const task = await call(getTask, { taskId })
    setBefore(task)
    form.renew(valuesOf(task, user.timeZone))
  }
  // A type that is no longer offered stays on its task.
  const offered = before && !types.some(({ id }) => id === before.type.id) ? [...types, before.type] : types
  const people = colleagues.filter(({ id, isActive }) => isActive || id === before?.responsible.id)
  return (
    <form {...form.props}>
      <Stack gap="md">
        {fresh.about != null && (
          <Text size="sm" c="dimmed">
            {say('task.of', { name: fresh.about })}
          </Text>
        )}
        <Textarea
          label={say('task.f.text')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={4000}
          dir="auto"
          data-autofocus
          value={form.values.text}
          error={form.problems.text}
          onChange={(event) => form.set('text', event.currentTarget.value)}
        />
        <DueFields
          day={form.values.day}
          time={form.values.time}
          error={form.problems.day}
          onDay={(typed) => form.set('day', typed)}
          onTime={(time) => form.set('time', time)}
        />
        <Select
          label={say('task.f.type')}
          data={offered.map((type) => ({ value: String(type.id), label: typeName(type) }))}
          value={form.values.typeId}
          error={form.problems.typeId}
          allowDeselect={false}
          onChange={(value) => value !== null && form.set('typeId', value)}
        />
        <ChoiceSelect
          label={say('task.f.responsible')}
          choices={people.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={form.values.responsible}
          error={form.problems.responsible}
          onChoose={(value) => form.set('responsible', value)}
        />
        {form.isDisputed && before && (
          <SavedMeanwhile onMine={() => send(form.values, true)} onTheirs={() => showTheirs(before.id)} />
        )}
        <FormFailure text={form.isDisputed ? null : form.failure} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit" loading={form.isSaving}>
            {say(before ? 'c.save' : 'task.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
