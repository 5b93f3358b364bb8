import { useDraggable, useDroppable } from '@dnd-kit/core'
import type { ReactElement } from 'react'
import type { TaskView } from '#contract/tasks'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { isOverdue } from './due-text.ts'
import { taskWords } from './labels.ts'
import type { useCarry } from './use-carry.ts'
import { useDayWords } from './use-day-words.ts'
import classes from './tasks.module.css'

type Carry = ReturnType<typeof useCarry>

type CalendarDayProps = {
  day: string
  tasks: readonly TaskView[]
  isToday: boolean
  isOutside: boolean
  isChosen: boolean
  /** So many are shown; null: all. */
  most: number | null
  carry: Carry
  onChoose: () => void
}

/** One day of the calendar; a press shows its tasks below, a task is dropped on it. */
export function CalendarDay(props: CalendarDayProps): ReactElement {
  const { day, tasks, isToday, isOutside, isChosen, most, carry, onChoose } = props
  const say = useWords(taskWords)
  const words = useDayWords()
  const { setNodeRef, isOver } = useDroppable({ id: day })
  const shown = most === null ? tasks : tasks.slice(0, most)
  const names = [
    classes.day,
    isToday && classes.today,
    isOutside && classes.outside,
    (isOver || carry.carried?.day === day) && classes.isOver,
  ]
  return (
    <div ref={setNodeRef} className={names.filter(Boolean).join(' ')} data-day={day}>
      <button
        type="button"
        className={classes.dayButton}
        aria-pressed={isChosen}
        aria-current={isToday ? 'date' : undefined}
        aria-label={say('task.cal.day', { day: words.day(day), count: tasks.length })}
        onClick={onChoose}
      >
        <span aria-hidden="true">{Number(day.slice(8))}</span>
        {tasks.length > 0 && (
          <span className={classes.number} aria-hidden="true">
            {tasks.length}
          </span>
        )}
      </button>
      {shown.map((task) => (
        <Chip key={task.id} task={task} day={day} carry={carry} onChoose={onChoose} />
      ))}
      {tasks.length > shown.length && (
        <span className={classes.rest}>{`+${tasks.length - shown.length}`}</span>
      )}
    </div>
  )
}

type ChipProps = { task: TaskView; day: string; carry: Carry; onChoose: () => void }

function Chip({ task, day, carry, onChoose }: ChipProps): ReactElement {
  const say = useWords(taskWords)
  const format = useFormat()
  const now = useNow()
  const { setNodeRef, listeners, isDragging } = useDraggable({
    id: task.id,
    disabled: !task.canEdit || task.completed !== null,
  })
  const isLate = isOverdue(task, now)
  const names = [
    classes.chip,
    isLate && classes.late,
    task.completed && classes.isDone,
    (isDragging || carry.carried?.task.id === task.id) && classes.held,
  ]
  const time = 'at' in task.due ? `${format.time(task.due.at)} ` : ''
  const state = task.completed ? say('task.done') : isLate ? say('task.overdue') : null
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={names.filter(Boolean).join(' ')}
      title={task.text}
      {...listeners}
      onClick={onChoose}
      onKeyDown={(event) => carry.onKeyDown(event, task, day)}
      onBlur={carry.onBlur}
    >
      {time}
      <bdi>{task.text}</bdi>
      {state !== null && <span className="beseda-hidden">{`, ${state}`}</span>}
    </button>
  )
}
