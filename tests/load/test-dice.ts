/** Chance that can be had again: a seed gives the same throws (mulberry32). LOAD_SEED repeats a run. */
export type Dice = { seed: number; between(least: number, most: number): number; next(): number }

export function throwDice(): Dice {
  const seed = Number(process.env['LOAD_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { seed, next, between: (least, most) => least + Math.floor(next() * (most - least + 1)) }
}
