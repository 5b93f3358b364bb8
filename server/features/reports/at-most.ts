/**
 * Runs what is asked for, so many at once; the rest waits in its order. Reports take their time: the connections they hold must
 * leave enough for messages.
 */
export function atMost(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      // Whoever waits takes the place over, so that nobody comes between.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
