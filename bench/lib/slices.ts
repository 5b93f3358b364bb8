/** How a piece of work did in one slice of time. */
export type Slice = { count: number; seconds: number; delaysMs: number[] }

/** Keeps `width` pieces of work in flight for `ms`, and waits for the last ones. */
export async function runSlice(width: number, ms: number, work: () => Promise<unknown>): Promise<Slice> {
  const delaysMs: number[] = []
  const from = performance.now()
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (performance.now() - from < ms) {
        const start = performance.now()
        await work()
        delaysMs.push(performance.now() - start)
      }
    }),
  )
  return { count: delaysMs.length, seconds: (performance.now() - from) / 1000, delaysMs }
}

export const rateOf = (slice: Slice): number => slice.count / slice.seconds

export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export const median = (values: number[]): number => quantile(values, 0.5)
