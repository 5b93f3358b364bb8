import type { ReactElement } from 'react'
import type { TaskView } from '#contract/tasks'
import { TaskItem } from './task-item.tsx'
import classes from './tasks.module.css'

/** A task in the feed of its card, as it is now. */
export function TaskLine({ task }: { task: TaskView }): ReactElement {
  return (
    <div className={classes.feed}>
      <TaskItem task={task} isAtPlace />
    </div>
  )
}
