import { useState } from 'react'
import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import type { TaskView } from '#contract/tasks'
import { TaskDialog } from './task-dialog.tsx'
import type { TaskSeed } from './task-dialog.tsx'
import { TaskItem } from './task-item.tsx'
import classes from './tasks.module.css'

/** A task in a feed, as it is now. `at`: whose feed it is. */
export function TaskLine({ task, at }: { task: TaskView; at: EntityRef }): ReactElement {
  const [seed, setSeed] = useState<TaskSeed | null>(null)
  return (
    <div className={classes.feed}>
      <TaskItem task={task} at={at} onEdit={(edited) => setSeed({ task: edited })} />
      <TaskDialog seed={seed} onClose={() => setSeed(null)} />
    </div>
  )
}
