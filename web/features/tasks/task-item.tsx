import { ActionIcon, Menu } from '@mantine/core'
import {
  IconCircle,
  IconCircleCheckFilled,
  IconDots,
  IconMessage2,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react'
import { useContext, useState } from 'react'
import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import type { TaskView } from '#contract/tasks'
import { entityHref } from '../../lib/card-href.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { CompleteForm } from './complete-form.tsx'
import { DeleteTaskDialog } from './delete-task-dialog.tsx'
import { DueChip } from './due-chip.tsx'
import { taskWords } from './labels.ts'
import { placeOf } from './task-place.ts'
import { useTypeName } from './type-name.ts'
import { UnsentResults } from './unsent-results.ts'
import { useTaskActions } from './use-task-actions.ts'
import classes from './tasks.module.css'

type TaskItemProps = {
  task: TaskView
  /** Whose page it is on: that it belongs there is plain. */
  at?: EntityRef | null
  /** Opens its form, which stays open wherever the task goes meanwhile. */
  onEdit: (task: TaskView) => void
}

const icon = { size: 16, stroke: 1.75 } as const

/** A task: what, when, whose; done with a press and a result. */
export function TaskItem({ task, at = null, onEdit }: TaskItemProps): ReactElement {
  const say = useWords(taskWords)
  const typeName = useTypeName()
  const actions = useTaskActions()
  const { text, completed } = task
  const unsent = useContext(UnsentResults)
  const [isCompleting, setCompleting] = useState(!completed && unsent?.has(task.id) === true)
  const [isDeleting, setDeleting] = useState(false)
  const showForm = (isOpen: boolean): void => {
    setCompleting(isOpen)
    if (isOpen) unsent?.set(task.id, '')
    else unsent?.delete(task.id)
  }
  const check = (): void => {
    if (completed) void actions.reopen(task)
    else showForm(!isCompleting)
  }
  return (
    <div className={classes.item}>
      <ActionIcon
        className={classes.check}
        aria-label={say(completed ? 'task.reopen.of' : 'task.complete.of', { text })}
        aria-expanded={completed ? undefined : isCompleting}
        disabled={!task.canEdit}
        size={28}
        onClick={check}
      >
        {completed ? <IconCircleCheckFilled size={20} /> : <IconCircle size={20} stroke={1.75} />}
      </ActionIcon>
      <div className={classes.what}>
        <p className={completed ? `${classes.text} ${classes.isDone}` : classes.text} dir="auto">
          <span className={classes.type}>{typeName(task.type)}</span> {text}
        </p>
        <div className={classes.facts}>
          {completed ? <DoneChip completed={completed} /> : <DueChip task={task} />}
          <Whose task={task} />
          <Place task={task} at={at} />
          <ToMessage task={task} />
        </div>
        {completed?.result != null && (
          <p className={classes.result} dir="auto">
            {completed.result}
          </p>
        )}
        {isCompleting && (
          <CompleteForm
            written={unsent?.get(task.id) ?? ''}
            onWrite={(result) => unsent?.set(task.id, result)}
            onComplete={(result) => actions.complete(task, result)}
            onClose={() => showForm(false)}
          />
        )}
      </div>
      {(task.canEdit || task.canDelete) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={say('task.menu.of', { text })} size={28}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {task.canEdit && !completed && (
              <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onEdit(task)}>
                {say('c.edit')}
              </Menu.Item>
            )}
            {task.canEdit && completed && (
              <Menu.Item leftSection={<IconCircle {...icon} />} onClick={() => void actions.reopen(task)}>
                {say('task.reopen')}
              </Menu.Item>
            )}
            {task.canDelete && (
              <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={() => setDeleting(true)}>
                {say('c.delete')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <DeleteTaskDialog
        isOpen={isDeleting}
        text={text}
        onDelete={() => void actions.remove(task)}
        onClose={() => setDeleting(false)}
      />
    </div>
  )
}

function Whose({ task }: { task: TaskView }): ReactElement | null {
  const { user } = useSession()
  if (task.responsible.id === user.id) return null
  return <bdi>{task.responsible.name}</bdi>
}

function Place({ task, at }: { task: TaskView; at: EntityRef | null }): ReactElement | null {
  const place = placeOf(task)
  if (!place || (place.kind === at?.kind && place.id === at.id)) return null
  return (
    <AppLink href={entityHref(place)} className={classes.link}>
      <bdi>{place.name}</bdi>
    </AppLink>
  )
}

/** Where the message stands: in the feed of its card, else in its conversation. */
function ToMessage({ task: { card, message } }: { task: TaskView }): ReactElement | null {
  const say = useWords(taskWords)
  if (!message) return null
  const inCard = card && `${entityHref(card)}#line=${message.id}`
  const href = inCard ?? (message.number === null ? null : `/imbox/${message.number}#message=${message.id}`)
  if (href === null) return null
  return (
    <AppLink href={href} className={classes.link}>
      <IconMessage2 size={14} stroke={1.75} />
      {say('task.toMessage')}
    </AppLink>
  )
}

function DoneChip({ completed }: { completed: NonNullable<TaskView['completed']> }): ReactElement {
  const say = useWords(taskWords)
  const format = useFormat()
  return (
    <span className={classes.due}>
      {say('task.done')}:{' '}
      {say('task.done.by', { name: completed.by.name, time: format.dateTime(completed.at) })}
    </span>
  )
}
