import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import type { TaskView } from '#contract/tasks'
import { TaskItem } from './task-item.tsx'
import classes from './tasks.module.css'

type TaskRowsProps = {
  tasks: readonly TaskView[]
  /** Whose page they are on. */
  at?: EntityRef
  onEdit: (task: TaskView) => void
}

/** Tasks under each other. */
export function TaskRows({ tasks, at, onEdit }: TaskRowsProps): ReactElement {
  return (
    <ul className={classes.rows}>
      {tasks.map((task) => (
        <li key={task.id}>
          <TaskItem task={task} at={at ?? null} onEdit={onEdit} />
        </li>
      ))}
    </ul>
  )
}
