import { expect, test } from 'vitest'
import { readPacked, shareOf } from './packed-times.ts'

function pack(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4)
  values.forEach((value, place) => buffer.writeInt32BE(value, place * 4))
  return buffer
}

test.each([
  ['one', [7]],
  ['none but zeros', [0, 0, 0]],
  ['small ones', [5, 3, 3, 1, 9, 4]],
  ['very large ones', [2 ** 31 - 1, 86_400 * 300, 0, 511, 512, 2047, 2048, 2 ** 20, 2 ** 20 - 1]],
  ['many', Array.from({ length: 5000 }, (_none, place) => (place * 7_919_713) % 40_000_003)],
])('shares of %s are those of the values in their order', (_what, values) => {
  const sorted = values.toSorted((one, other) => one - other)
  const packed = readPacked([pack(values.slice(0, 2)), pack(values.slice(2))])
  expect([...packed]).toEqual(values)
  for (const share of [0.01, 0.5, 0.9, 1]) {
    expect(shareOf(packed, share)).toBe(sorted[Math.ceil(share * values.length) - 1])
  }
})

test('of nothing there is no share', () => {
  expect(shareOf(readPacked([]), 0.5)).toBeNull()
})
