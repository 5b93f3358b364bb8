import { useQueryClient } from '@tanstack/react-query'
import { changeTask, completeTask, deleteTask, reopenTask } from '#contract/tasks'
import type { TaskDue, TaskView } from '#contract/tasks'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { useWords } from '../../lib/words.ts'
import { changedWords } from '../../ui/changed-words.ts'
import { errorToast, failureToast, toast, undoToast } from '../../ui/toasts.tsx'
import { taskWords } from './labels.ts'
import { tasksKey } from './tasks-data.ts'

export type TaskActions = {
  /** Rejects with the reason: the result that was written belongs to its form. */
  complete: (task: TaskView, result: string) => Promise<void>
  reopen: (task: TaskView) => Promise<void>
  remove: (task: TaskView) => Promise<void>
  /** Another day or time; can be taken back. */
  move: (task: TaskView, due: TaskDue, said: string) => Promise<void>
}

/** What is done with a task at once; what is refused is said. */
export function useTaskActions(): TaskActions {
  const say = useWords(taskWords)
  const sayChanged = useWords(changedWords)
  const client = useQueryClient()
  const refresh = (): Promise<unknown> =>
    Promise.all([
      client.invalidateQueries({ queryKey: tasksKey }),
      client.invalidateQueries({ queryKey: ['cards'] }),
    ])
  const doing = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      errorToast(error)
    } finally {
      await refresh()
    }
  }
  const reopen = ({ id }: TaskView): Promise<void> =>
    doing(async () => {
      await call(reopenTask, { taskId: id })
      toast(say('task.reopened'))
    })
  const moveBack = ({ id, due }: TaskView, before: TaskDue): Promise<void> =>
    doing(async () => {
      try {
        await call(changeTask, { taskId: id, due: before, seen: { due } })
      } catch (error) {
        if (!isApiError(error, 'task.changed_meanwhile')) throw error
        failureToast(sayChanged('changed.gone'))
      }
    })
  return {
    complete: async (task, result) => {
      try {
        await call(completeTask, { taskId: task.id, result })
      } catch (error) {
        // Its form goes with it.
        if (isApiError(error, 'task.not_found')) errorToast(error)
        // Not waited for: without a network that takes long, and the reason is to be said now.
        void refresh()
        throw error
      }
      undoToast(say('task.completed'), () => void reopen(task))
      await refresh()
    },
    reopen,
    remove: ({ id }) =>
      doing(async () => {
        await call(deleteTask, { taskId: id })
        toast(say('task.deleted'))
      }),
    move: ({ id, due: before }, due, said) =>
      doing(async () => {
        const moved = await call(changeTask, { taskId: id, due })
        undoToast(said, () => void moveBack(moved, before))
      }),
  }
}
