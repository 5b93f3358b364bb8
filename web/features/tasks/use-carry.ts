import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { TaskView } from '#contract/tasks'
import { addDays } from './due-text.ts'

export type Carried = { task: TaskView; from: string; day: string }

type Options = {
  days: readonly string[]
  onLift: (task: TaskView) => void
  onOver: (day: string) => void
  onDrop: (task: TaskView, day: string) => void
  onReturn: () => void
}

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** A task carried by the keyboard: Space picks it up, arrows choose the day, Space drops it, Esc puts it back. */
export function useCarry({ days, onLift, onOver, onDrop, onReturn }: Options): {
  carried: Carried | null
  onKeyDown: (event: KeyboardEvent, task: TaskView, day: string) => void
  onBlur: () => void
} {
  const [carried, setCarried] = useState<Carried | null>(null)
  const end = (): void => setCarried(null)
  const onKeyDown = (event: KeyboardEvent, task: TaskView, day: string): void => {
    if (!carried) {
      if (event.key !== ' ' || !task.canEdit || task.completed) return
      event.preventDefault()
      setCarried({ task, from: day, day })
      return onLift(task)
    }
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const next = addDays(carried.day, step)
      if (!days.includes(next)) return
      setCarried({ ...carried, day: next })
      return onOver(next)
    }
    if (event.key === 'Escape' || event.key === ' ' || event.key === 'Enter') {
      event.preventDefault()
      event.stopPropagation()
      end()
      if (event.key === 'Escape' || carried.day === carried.from) onReturn()
      else onDrop(carried.task, carried.day)
    }
  }
  const onBlur = (): void => {
    if (carried) onReturn()
    end()
  }
  return { carried, onKeyDown, onBlur }
}
