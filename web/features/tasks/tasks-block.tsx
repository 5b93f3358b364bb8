import { ActionIcon, Skeleton, Tooltip } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Section } from '../../ui/section.tsx'
import { taskWords } from './labels.ts'
import { TaskDialog } from './task-dialog.tsx'
import type { TaskSeed } from './task-dialog.tsx'
import { TaskRows } from './task-rows.tsx'
import { useFreshTasks, useTasksOf } from './tasks-data.ts'
import type { TasksHolder } from './tasks-data.ts'
import { holderOf } from './task-place.ts'
import classes from './tasks.module.css'

type TasksBlockProps = { place: TasksHolder; name: string }

/**
 * What is to be done about a card, a contact or a company; those of a company's people and cards say whose they are. `name`:
 * what a new task will be about.
 */
export function TasksBlock({ place, name }: TasksBlockProps): ReactElement {
  const say = useWords(taskWords)
  const { rights } = useSession()
  const tasks = useTasksOf(place)
  const [seed, setSeed] = useState<TaskSeed | null>(null)
  useFreshTasks()
  const add = rights.addsTasks && (
    <Tooltip label={say('task.add')}>
      <ActionIcon aria-label={say('task.add')} onClick={() => setSeed({ ...place, about: name })}>
        <IconPlus size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  )
  return (
    <Section title={say('task.title')} action={add} {...(tasks.data && { count: tasks.data.length })}>
      {tasks.isPending && <Skeleton height={32} />}
      {tasks.error && !tasks.data && (
        <ErrorState title={say('task.error')} error={tasks.error} onRetry={() => void tasks.refetch()} />
      )}
      {tasks.data &&
        (tasks.data.length === 0 ? (
          <p className={classes.hint}>{say('task.none')}</p>
        ) : (
          <TaskRows tasks={tasks.data} at={holderOf(place)} onEdit={(task) => setSeed({ task })} />
        ))}
      <TaskDialog seed={seed} onClose={() => setSeed(null)} />
    </Section>
  )
}
