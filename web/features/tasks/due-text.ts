import type { TaskDue, TaskView } from '#contract/tasks'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useSession } from '../../lib/session.ts'
import { instantOfWall, wallTime } from '../../lib/wall-time.ts'
import { useWords } from '../../lib/words.ts'
import { taskWords } from './labels.ts'

/** The day of a task on the user's wall; a day without a time is the same everywhere. */
export function dayOf(due: TaskDue, timeZone: string): string {
  return 'on' in due ? due.on : wallTime(new Date(due.at), timeZone).slice(0, 10)
}

/** The same due on another day: the hour on the user's wall stays. */
export function dueOn(due: TaskDue, day: string, timeZone: string): TaskDue {
  if ('on' in due) return { on: day }
  const at = instantOfWall(`${day}${wallTime(new Date(due.at), timeZone).slice(10)}`, timeZone)
  return at ? { at: at.toISOString() } : due
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** Says when a task is due: Today, 15:30; 28 Nov. */
export function useDueText(): (due: TaskDue) => string {
  const say = useWords(taskWords)
  const format = useFormat()
  const { user, account } = useSession()
  const now = new Date(useNow())
  return (due) => {
    // Days are those of the account, instants those of one's own clock.
    const today = wallTime(now, 'on' in due ? account.timeZone : user.timeZone).slice(0, 10)
    const day = dayOf(due, user.timeZone)
    const noon = instantOfWall(`${day}T12:00`, user.timeZone)
    const said =
      day === today
        ? say('task.due.today')
        : day === addDays(today, 1)
          ? say('task.due.tomorrow')
          : day === addDays(today, -1)
            ? say('task.due.yesterday')
            : format.date(noon ?? day)
    return 'on' in due ? said : say('task.due.at', { day: said, time: format.time(due.at) })
  }
}

export function isOverdue(task: TaskView, now: number): boolean {
  return task.completed === null && Date.parse(task.dueAt) <= now
}
