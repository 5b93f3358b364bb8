import { setTimeout as pause } from 'node:timers/promises'

/**
 * Does a work for whoever asks, soon and one at a time for each key, at most once in `everyMs`. What is asked for while it is being
 * done is done once more: the work under way may have looked before it happened. `work` throws nothing.
 *
 * @returns how to ask; nothing is done any more after `signal`
 */
export function createSoon(
  everyMs: number,
  work: (key: string) => Promise<void>,
  signal: AbortSignal,
): (key: string) => void {
  const asked = new Map<string, { isAsked: boolean }>()

  async function run(key: string, mine: { isAsked: boolean }): Promise<void> {
    while (mine.isAsked) {
      await pause(everyMs, undefined, { ref: false })
      mine.isAsked = false
      if (!signal.aborted) await work(key)
    }
    asked.delete(key)
  }

  return (key) => {
    const running = asked.get(key)
    if (running) {
      running.isAsked = true
      return
    }
    const mine = { isAsked: true }
    asked.set(key, mine)
    void run(key, mine)
  }
}
