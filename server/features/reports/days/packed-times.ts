/** Whole numbers as the database packs them: four bytes each, the highest first. */
export function readPacked(buffers: readonly Buffer[]): Int32Array {
  const values = new Int32Array(buffers.reduce((sum, { length }) => sum + length / 4, 0))
  let place = 0
  for (const buffer of buffers) {
    for (let at = 0; at < buffer.length; at += 4) {
      values[place] = buffer.readInt32BE(at)
      place += 1
    }
  }
  return values
}

/** The value that this share of them does not pass, as the database's `percentile_disc` has it; null when there is none. */
export function shareOf(values: Int32Array, share: number): number | null {
  return values.length === 0 ? null : nthOf(values, Math.max(Math.ceil(share * values.length), 1) - 1)
}

/** Where a digit of a value of 31 bits begins, and its bits. */
const digits = [
  [20, 11],
  [9, 11],
  [0, 9],
] as const

/** The n-th of values that are not negative, counted from 0: digit by digit, so that a million of them need no order. */
function nthOf(values: Int32Array, place: number): number {
  let found = 0
  let left = place
  for (const [shift, bits] of digits) {
    const mask = 2 ** bits - 1
    const above = shift + bits
    const counts = new Uint32Array(mask + 1)
    for (const value of values) {
      if (value >>> above !== found >>> above) continue
      const digit = (value >>> shift) & mask
      counts[digit] = (counts[digit] ?? 0) + 1
    }
    let digit = 0
    while (left >= (counts[digit] ?? 0) && digit < mask) {
      left -= counts[digit] ?? 0
      digit += 1
    }
    found |= digit << shift
  }
  return found
}
