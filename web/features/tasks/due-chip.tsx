import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { TaskView } from '#contract/tasks'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { isOverdue, useDueText } from './due-text.ts'
import { taskWords } from './labels.ts'
import classes from './tasks.module.css'

/** When a task is due; overdue in words, a sign and a colour. */
export function DueChip({ task }: { task: TaskView }): ReactElement {
  const say = useWords(taskWords)
  const format = useFormat()
  const dueText = useDueText()
  const isOver = isOverdue(task, useNow())
  const due = dueText(task.due)
  return (
    <time
      className={isOver ? `${classes.due} ${classes.overdue}` : classes.due}
      dateTime={task.dueAt}
      title={format.exact(task.dueAt)}
    >
      {isOver ? <IconAlertTriangle size={14} stroke={1.75} /> : <IconClock size={14} stroke={1.75} />}
      {isOver ? say('task.due.over', { due }) : due}
    </time>
  )
}
