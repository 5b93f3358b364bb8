import { expect, it } from 'vitest'
import { every, ticksOf, timeTicksOf } from './scale.ts'

it.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [74, [0, 20, 40, 60, 80]],
  [100, [0, 25, 50, 75, 100]],
  [1001, [0, 500, 1000, 1500]],
])('an axis up to %i is divided by round steps', (largest, ticks) => {
  expect(ticksOf(largest)).toEqual(ticks)
})

it.each([
  [0, [0, 1]],
  [50, [0, 15, 30, 45, 60]],
  [1080, [0, 300, 600, 900, 1200]],
  [9000, [0, 3600, 7200, 10_800]],
])('an axis of %i seconds is divided as a clock is', (largest, ticks) => {
  expect(timeTicksOf(largest)).toEqual(ticks)
})

it('labels are left out where they have no room', () => {
  expect([every(30, 600, 40), every(7, 600, 40), every(92, 320, 40)]).toEqual([2, 1, 12])
})
