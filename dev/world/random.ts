/** Chance that is the same for the same seed. */
export type Random = {
  /** From 0 up to 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  pick<T>(list: readonly T[]): T
  isLucky(probability: number): boolean
}

/** A small generator of the linear congruential kind with a mixed output: quality enough for an example. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const mixed = Math.imul(state ^ (state >>> 15), 0x85ebca6b) >>> 0
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 0x1_0000_0000
  }
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick(list) {
      const chosen = list[Math.floor(next() * list.length)]
      if (chosen === undefined) throw new Error('Nothing to choose from')
      return chosen
    },
    isLucky: (probability) => next() < probability,
  }
}
