import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { TaskView } from '#contract/tasks'
import { useWords } from '../../lib/words.ts'
import { taskWords } from './labels.ts'
import { TaskRows } from './task-rows.tsx'
import { useDayWords } from './use-day-words.ts'
import classes from './tasks.module.css'

type DayTasksProps = {
  day: string
  tasks: readonly TaskView[]
  onNew: (() => void) | null
  onEdit: (task: TaskView) => void
}

/** What is to be done on the chosen day. */
export function DayTasks({ day, tasks, onNew, onEdit }: DayTasksProps): ReactElement {
  const say = useWords(taskWords)
  const said = useDayWords().day(day)
  return (
    <section className={classes.list} aria-label={said}>
      <h3 className={classes.heading}>
        {said} <span className={classes.count}>{tasks.length}</span>
      </h3>
      {tasks.length === 0 ? (
        <p className={classes.hint}>{say('task.cal.empty')}</p>
      ) : (
        <TaskRows tasks={tasks} onEdit={onEdit} />
      )}
      {onNew && (
        <Button
          mt={8}
          variant="default"
          leftSection={<IconPlus size={16} />}
          aria-label={say('task.cal.add', { day: said })}
          onClick={onNew}
        >
          {say('task.new')}
        </Button>
      )}
    </section>
  )
}
