import type { ReactElement } from 'react'
import type { TaskView } from '#contract/tasks'
import { TaskItem } from './task-item.tsx'
import classes from './tasks.module.css'

/** Tasks under each other. */
export function TaskRows({
  tasks,
  isAtPlace = false,
}: {
  tasks: readonly TaskView[]
  isAtPlace?: boolean
}): ReactElement {
  return (
    <ul className={classes.rows}>
      {tasks.map((task) => (
        <li key={task.id}>
          <TaskItem task={task} isAtPlace={isAtPlace} />
        </li>
      ))}
    </ul>
  )
}
