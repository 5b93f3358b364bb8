/** Moments in which this very process stood still, in `performance.now()` ms: what is timed across one says nothing of the product. */
export type StallWatch = { isTouched(from: number, to: number): boolean; stop(): void }

const tickMs = 2
/** A timer that is this late was not merely busy. */
const lateMs = 15

export function watchStalls(): StallWatch {
  const stalls: { from: number; to: number }[] = []
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    if (now - last > lateMs) stalls.push({ from: last, to: now })
    last = now
  }, tickMs)
  return {
    isTouched: (from, to) => stalls.some((stall) => stall.from < to && stall.to > from),
    stop: () => clearInterval(timer),
  }
}
