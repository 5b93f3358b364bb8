import type { TaskDue, TaskView } from '#contract/tasks'
import { instantOfWall, wallTime } from '../../lib/wall-time.ts'
import { dayOf } from './due-text.ts'

/** A task as it stands in its form: `day` and `time` on the user's wall, no time: by the end of the day. */
export type TaskValues = { text: string; day: string; time: string; typeId: string; responsible: string }

export type TaskBody = { text: string; due: TaskDue; typeId: number; responsibleUserId: number }

export function valuesOf({ text, due, type, responsible }: TaskView, timeZone: string): TaskValues {
  return {
    text,
    day: dayOf(due, timeZone),
    time: 'at' in due ? wallTime(new Date(due.at), timeZone).slice(11) : '',
    typeId: String(type.id),
    responsible: String(responsible.id),
  }
}

export function bodyOf({ text, day, time, typeId, responsible }: TaskValues, timeZone: string): TaskBody {
  const at = time === '' ? null : instantOfWall(`${day}T${time}`, timeZone)
  const due = at ? { at: at.toISOString() } : { on: day }
  return { text, due, typeId: Number(typeId), responsibleUserId: Number(responsible) }
}

/** What is another in the form now, and how it stood: the rest stays as colleagues have made it meanwhile. */
export function changeOf(
  values: TaskValues,
  task: TaskView,
  timeZone: string,
): { wish: Partial<TaskBody>; seen: Partial<TaskBody> } {
  const stood = valuesOf(task, timeZone)
  const isChanged = {
    text: values.text !== stood.text,
    due: values.day !== stood.day || values.time !== stood.time,
    typeId: values.typeId !== stood.typeId,
    responsibleUserId: values.responsible !== stood.responsible,
  }
  const changedOf = (body: TaskBody): Partial<TaskBody> => ({
    ...(isChanged.text && { text: body.text }),
    ...(isChanged.due && { due: body.due }),
    ...(isChanged.typeId && { typeId: body.typeId }),
    ...(isChanged.responsibleUserId && { responsibleUserId: body.responsibleUserId }),
  })
  const { text, due, type, responsible } = task
  const seen = { text, due, typeId: type.id, responsibleUserId: responsible.id }
  return { wish: changedOf(bodyOf(values, timeZone)), seen: changedOf(seen) }
}
