import { useHotkeys } from '../../lib/keyboard.ts'
import { useWords } from '../../lib/words.ts'
import { bulkWords } from './labels.ts'
import type { ListSelection } from './use-list-selection.ts'

type SelectionKeys = {
  /** Under which head the list of keys has them. */
  title: string
  selection: ListSelection
  /** The opened conversation: X means it until the keyboard has gone further. */
  current: number | null
  /** Whether everything that the filter finds can be meant. */
  canSelectAll: boolean
  /** Shows a row that the selection has come to. */
  onReach: (number: number) => void
}

/** The keys with which conversations are selected. */
export function useSelectionKeys({ title, selection, current, canSelectAll, onReach }: SelectionKeys): void {
  const say = useWords(bulkWords)
  const extend = (step: 1 | -1) => (): void => {
    const reached = selection.step(step)
    if (reached !== null) onReach(reached)
  }
  useHotkeys(title, [
    {
      keys: 'x',
      label: say('bulk.key.select'),
      run: () => {
        const number = selection.cursor ?? current
        if (number !== null) selection.toggle(number)
      },
    },
    { keys: 'shift+j', label: say('bulk.key.extend.down'), run: extend(1) },
    { keys: 'shift+k', label: say('bulk.key.extend.up'), run: extend(-1) },
    { keys: 'mod+a', label: say('bulk.key.all'), run: () => selection.selectAll(canSelectAll) },
    ...(selection.isOn ? [{ keys: 'escape', label: say('bulk.key.clear'), run: selection.clear }] : []),
  ])
}
