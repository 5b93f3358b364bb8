import { useQueryClient } from '@tanstack/react-query'
import { changeTask, completeTask, deleteTask, reopenTask } from '#contract/tasks'
import type { TaskDue, TaskView } from '#contract/tasks'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { errorToast, toast, undoToast } from '../../ui/toasts.tsx'
import { taskWords } from './labels.ts'
import { tasksKey } from './tasks-data.ts'

export type TaskActions = {
  complete: (task: TaskView, result: string) => Promise<void>
  reopen: (task: TaskView) => Promise<void>
  remove: (task: TaskView) => Promise<void>
  /** Another day or time; can be taken back. */
  move: (task: TaskView, due: TaskDue, said: string) => Promise<void>
}

/** What is done with a task at once; what is refused is said. */
export function useTaskActions(): TaskActions {
  const say = useWords(taskWords)
  const client = useQueryClient()
  const doing = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      errorToast(error)
    } finally {
      await Promise.all([
        client.invalidateQueries({ queryKey: tasksKey }),
        client.invalidateQueries({ queryKey: ['cards'] }),
      ])
    }
  }
  const reopen = ({ id }: TaskView): Promise<void> =>
    doing(async () => {
      await call(reopenTask, { taskId: id })
      toast(say('task.reopened'))
    })
  return {
    complete: (task, result) =>
      doing(async () => {
        await call(completeTask, { taskId: task.id, result })
        undoToast(say('task.completed'), () => void reopen(task))
      }),
    reopen,
    remove: ({ id }) =>
      doing(async () => {
        await call(deleteTask, { taskId: id })
        toast(say('task.deleted'))
      }),
    move: ({ id, due: before }, due, said) =>
      doing(async () => {
        await call(changeTask, { taskId: id, due })
        undoToast(
          said,
          () => void doing(async () => void (await call(changeTask, { taskId: id, due: before }))),
        )
      }),
  }
}
