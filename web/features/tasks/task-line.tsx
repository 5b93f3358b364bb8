import type { ReactElement } from 'react'
import type { TaskView } from '#contract/tasks'
import { TaskItem } from './task-item.tsx'
import classes from './tasks.module.css'

/** A task in a feed, as it is now. `isAtPlace`: the feed is that of its card. */
export function TaskLine({ task, isAtPlace }: { task: TaskView; isAtPlace: boolean }): ReactElement {
  return (
    <div className={classes.feed}>
      <TaskItem task={task} isAtPlace={isAtPlace} />
    </div>
  )
}
