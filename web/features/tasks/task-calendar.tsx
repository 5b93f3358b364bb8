import { DndContext, PointerSensor, useSensor, useSensors } from '@dnd-kit/core'
import { ActionIcon, Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { mostCalendarTasks } from '#contract/tasks'
import type { TaskView } from '#contract/tasks'
import { useSession } from '../../lib/session.ts'
import { useNow } from '../../lib/use-now.ts'
import { wallTime } from '../../lib/wall-time.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { CalendarDay } from './calendar-day.tsx'
import { daysAround, pageFrom } from './calendar-days.ts'
import type { CalendarView } from './calendar-days.ts'
import { DayTasks } from './day-tasks.tsx'
import { dayOf, dueOn } from './due-text.ts'
import { taskWords } from './labels.ts'
import { useCalendar } from './tasks-data.ts'
import { useCarry } from './use-carry.ts'
import { useDayWords } from './use-day-words.ts'
import { useTaskActions } from './use-task-actions.ts'
import classes from './tasks.module.css'

type TaskCalendarProps = {
  view: CalendarView
  responsibleUserId: number | null
  onNew: ((day: string) => void) | null
  onEdit: (task: TaskView) => void
}

const nothing = (): undefined => undefined
/** Moves are told by our own line, in our own words. */
const accessibility = {
  announcements: { onDragStart: nothing, onDragOver: nothing, onDragEnd: nothing, onDragCancel: nothing },
  screenReaderInstructions: { draggable: '' },
}

/** Tasks by days: a week or a month; a task is carried to another day by the pointer or the keyboard. */
export function TaskCalendar({ view, responsibleUserId, onNew, onEdit }: TaskCalendarProps): ReactElement {
  const say = useWords(taskWords)
  const words = useDayWords()
  const { user, account } = useSession()
  const actions = useTaskActions()
  const today = wallTime(new Date(useNow()), account.timeZone).slice(0, 10)
  const [at, setAt] = useState(today)
  const [told, setTold] = useState('')
  const days = daysAround(at, view)
  const calendar = useCalendar(days[0] ?? at, days.at(-1) ?? at, responsibleUserId)
  const tasks = Map.groupBy(calendar.data?.items ?? [], (task) => dayOf(task.due, user.timeZone))
  const move = (task: TaskView, day: string): void => {
    const said = say('task.cal.moved', { day: words.day(day) })
    setTold(said)
    void actions.move(task, dueOn(task.due, day, user.timeZone), said)
  }
  const carry = useCarry({
    days,
    onLift: (task) => setTold(say('task.cal.held', { text: task.text })),
    onOver: (day) => setTold(say('task.cal.over', { day: words.day(day) })),
    onDrop: move,
    onReturn: () => setTold(say('task.cal.returned')),
  })
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }))
  const go = (step: 1 | -1): void => setAt(pageFrom(at, view, step))
  return (
    <div className={classes.page}>
      <div className={classes.calendarHead}>
        <ActionIcon size={36} aria-label={say(`task.cal.previous.${view}`)} onClick={() => go(-1)}>
          <IconChevronLeft size={20} stroke={1.75} />
        </ActionIcon>
        <h2 className={classes.period} aria-live="polite">
          {view === 'month' ? words.month(at) : words.span(days[0] ?? at, days.at(-1) ?? at)}
        </h2>
        <ActionIcon size={36} aria-label={say(`task.cal.next.${view}`)} onClick={() => go(1)}>
          <IconChevronRight size={20} stroke={1.75} />
        </ActionIcon>
        <Button variant="default" disabled={at === today} onClick={() => setAt(today)}>
          {say('c.today')}
        </Button>
      </div>
      {calendar.error && !calendar.data && (
        <ErrorState
          title={say('task.error')}
          error={calendar.error}
          onRetry={() => void calendar.refetch()}
        />
      )}
      {calendar.data?.isCut === true && (
        <p className={classes.hint}>{say('task.cal.cut', { count: mostCalendarTasks })}</p>
      )}
      <DndContext
        sensors={sensors}
        accessibility={accessibility}
        onDragEnd={({ active, over }) => {
          const task = calendar.data?.items.find(({ id }) => id === active.id)
          const day = typeof over?.id === 'string' ? over.id : null
          if (task && day !== null && day !== dayOf(task.due, user.timeZone)) move(task, day)
        }}
      >
        <div className={`${classes.grid} ${classes[view]}`} aria-busy={calendar.isPending}>
          {days.slice(0, 7).map((day) => (
            <div key={day} className={classes.weekday}>
              {words.weekday(day)}
            </div>
          ))}
          {days.map((day) => (
            <CalendarDay
              key={day}
              day={day}
              tasks={tasks.get(day) ?? []}
              isToday={day === today}
              isOutside={view === 'month' && day.slice(0, 7) !== at.slice(0, 7)}
              isChosen={day === at}
              most={view === 'month' ? 3 : null}
              carry={carry}
              onChoose={() => setAt(day)}
            />
          ))}
        </div>
      </DndContext>
      <p className={`${classes.hint} ${classes.keys}`}>{say('task.cal.keys')}</p>
      <p className="beseda-hidden" role="status">
        {told}
      </p>
      <DayTasks day={at} tasks={tasks.get(at) ?? []} onNew={onNew && (() => onNew(at))} onEdit={onEdit} />
    </div>
  )
}
