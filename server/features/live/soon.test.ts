import { expect, test } from 'vitest'
import { createSoon } from './soon.ts'

/** A work that is begun when `begun` is asked for and ends when told. */
function openWork() {
  const works: { key: string; end: () => void }[] = []
  const waiting: (() => void)[] = []
  const work = async (key: string): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    works.push({ key, end: resolve })
    for (const wake of waiting.splice(0)) wake()
    await promise
  }
  const begun = async (count: number): Promise<void> => {
    while (works.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  return { work, begun, works, keys: () => works.map(({ key }) => key) }
}

test('what is asked for several times before it is begun is done once', async () => {
  const { work, begun, works, keys } = openWork()
  const ask = createSoon(1, work, new AbortController().signal)
  for (const key of ['anna', 'anna', 'pavel', 'anna']) ask(key)
  await begun(2)
  for (const { end } of works) end()
  ask('boris')
  await begun(3)
  expect(keys()).toEqual(['anna', 'pavel', 'boris'])
})

test('what is asked for while it is being done is done once more, after that', async () => {
  const { work, begun, works, keys } = openWork()
  const ask = createSoon(1, work, new AbortController().signal)
  ask('anna')
  await begun(1)
  ask('anna')
  ask('anna')
  ask('pavel')
  await begun(2)
  expect(keys()).toEqual(['anna', 'pavel'])
  works[0]?.end()
  await begun(3)
  expect(keys()).toEqual(['anna', 'pavel', 'anna'])
})

test('nothing is begun any more when it is over', async () => {
  const { work, begun, works, keys } = openWork()
  const over = new AbortController()
  const ask = createSoon(1, work, over.signal)
  ask('anna')
  await begun(1)
  ask('anna')
  over.abort()
  works[0]?.end()
  const other = createSoon(1, work, new AbortController().signal)
  other('pavel')
  await begun(2)
  expect(keys()).toEqual(['anna', 'pavel'])
})
