import { median } from './slices.ts'

const repeats = 60
/** So often that every connection that is used has its plans. */
const warmUp = 20

/** All in turn, so that a slow moment of the machine falls on each. @returns the median of each, ms. */
export async function alternate(works: (() => Promise<unknown>)[]): Promise<number[]> {
  const times = works.map((): number[] => [])
  for (let turn = 0; turn < repeats; turn += 1) {
    for (const [index, work] of works.entries()) {
      const from = performance.now()
      await work()
      if (turn >= warmUp) times[index]?.push(performance.now() - from)
    }
  }
  return times.map(median)
}
