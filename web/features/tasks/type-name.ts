import type { TaskType } from '#contract/tasks'
import { useWords } from '../../lib/words.ts'
import { taskWords } from './labels.ts'

/** What a type of tasks is called. */
export function useTypeName(): (type: TaskType) => string {
  const say = useWords(taskWords)
  return ({ kind, name, isRemoved }) => {
    if (kind !== null) return say(`task.type.${kind}`)
    return isRemoved ? say('task.types.removed', { name: name ?? '' }) : (name ?? '')
  }
}
