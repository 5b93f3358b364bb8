import type { KeptText } from './chat-state.ts'
import type { Memory } from './memory.ts'

/** A tab that has written keeps its own text; the last one written in any tab waits for the next page. */
export function openDraft(memory: Memory): KeptText {
  let own: string | null = null
  const get = (): string => own ?? memory.get('draft') ?? ''
  return {
    get,
    set(text) {
      if (text !== '') memory.set('draft', text)
      else if (memory.get('draft') === get()) memory.remove('draft')
      own = text
    },
  }
}
