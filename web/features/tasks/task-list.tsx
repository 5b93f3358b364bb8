import { Button, Skeleton } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { taskGroups } from '#contract/tasks'
import type { TaskGroup, TaskView } from '#contract/tasks'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { taskWords } from './labels.ts'
import { TaskRows } from './task-rows.tsx'
import { useTaskCounts, useTaskGroup } from './tasks-data.ts'
import classes from './tasks.module.css'

type Props = { responsibleUserId: number | null; onEdit: (task: TaskView) => void }

const openGroups = taskGroups.filter((group) => group !== 'done')

/** Open tasks by when they are due, then, on demand, those that are done. */
export function TaskList({ responsibleUserId, onEdit }: Props): ReactElement {
  const say = useWords(taskWords)
  const counts = useTaskCounts(responsibleUserId)
  const [showsDone, setShowsDone] = useState(false)
  const isEmpty = counts !== undefined && openGroups.every((group) => counts[group] === 0)
  return (
    <div className={classes.list}>
      {isEmpty && !showsDone && (
        <EmptyState
          icon={<IconListCheck size={28} stroke={1.5} />}
          title={say('task.none')}
          text={say('task.none.text')}
        />
      )}
      {openGroups.map((group) => (
        <Group
          key={group}
          group={group}
          responsibleUserId={responsibleUserId}
          count={counts?.[group]}
          onEdit={onEdit}
        />
      ))}
      <Button variant="subtle" aria-expanded={showsDone} onClick={() => setShowsDone(!showsDone)}>
        {say(showsDone ? 'task.g.done.hide' : 'task.g.done.show')}
      </Button>
      {showsDone && (
        <Group group="done" responsibleUserId={responsibleUserId} count={undefined} onEdit={onEdit} />
      )}
    </div>
  )
}

type GroupProps = Props & { group: TaskGroup; count: number | undefined }

function Group({ group, responsibleUserId, count, onEdit }: GroupProps): ReactElement | null {
  const say = useWords(taskWords)
  const tasks = useTaskGroup(group, responsibleUserId)
  const rows = tasks.data?.pages.flatMap(({ items }) => items) ?? []
  if (tasks.isPending) return <Skeleton height={64} mb="md" />
  if (tasks.error && rows.length === 0)
    return <ErrorState title={say('task.error')} error={tasks.error} onRetry={() => void tasks.refetch()} />
  if (rows.length === 0)
    return group === 'done' ? <p className={classes.hint}>{say('task.g.done.none')}</p> : null
  return (
    <section className={classes.group} aria-label={say(`task.g.${group}`)}>
      <h2 className={group === 'overdue' ? `${classes.heading} ${classes.late}` : classes.heading}>
        {say(`task.g.${group}`)}
        {count !== undefined && <span className={classes.count}>{count >= 1000 ? '1000+' : count}</span>}
      </h2>
      <TaskRows tasks={rows} onEdit={onEdit} />
      {tasks.hasNextPage && (
        <Button
          mt={8}
          variant="default"
          loading={tasks.isFetchingNextPage}
          onClick={() => void tasks.fetchNextPage()}
        >
          {say('c.more')}
        </Button>
      )}
    </section>
  )
}
