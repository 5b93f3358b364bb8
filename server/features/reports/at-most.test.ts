import { expect, it } from 'vitest'
import { atMost } from './at-most.ts'

it('no more run at once than may, all run in their order, and what fails gives its place away', async () => {
  const inTurn = atMost(2)
  const ends: (() => void)[] = []
  const begun: number[] = []
  const works = [0, 1, 2, 3].map((index) =>
    inTurn(async () => {
      begun.push(index)
      await new Promise<void>((resolve) => ends.push(resolve))
      if (index === 0) throw new Error('failed')
      return index
    }),
  )
  const settled = Promise.allSettled(works)
  expect(begun).toEqual([0, 1])
  ends[0]?.()
  await expect(works[0]).rejects.toThrow('failed')
  expect(begun).toEqual([0, 1, 2])
  ends[1]?.()
  ends[2]?.()
  await works[2]
  await expect.poll(() => begun).toEqual([0, 1, 2, 3])
  ends[3]?.()
  expect((await settled).map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ])
})
