import { useRef, useState } from 'react'

/** What there is of a page beside what is loaded: nothing, one that can be asked for, one on its way, one that did not come. */
export type Paging = 'none' | 'idle' | 'loading' | 'failed'

/** One page beside what is loaded at a time. `place`: its cursor; null: there is nothing there. */
export function usePaging(
  place: string | null,
  load: (place: string) => Promise<void>,
): { state: Paging; go: () => Promise<void> } {
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const isLoading = useRef(false)
  const go = async (): Promise<void> => {
    if (isLoading.current || place === null) return
    isLoading.current = true
    setState('loading')
    try {
      await load(place)
      setState('idle')
    } catch {
      setState('failed')
    } finally {
      isLoading.current = false
    }
  }
  return { state: place === null ? 'none' : state, go }
}
