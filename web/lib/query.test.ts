import { QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { LiveQueryClient } from './query.ts'

const queryKey = ['list']
let client = new LiveQueryClient()
let stop = (): void => {}
afterEach(() => {
  stop()
  client.clear()
})

/** A list on the screen whose answers the test gives. `settle`: the answer of one of its calls, in their order. */
function show(): { calls(): number; settle(call: number, answer: string | Error): void; shown(): unknown } {
  client = new LiveQueryClient({ defaultOptions: { queries: { retry: false } } })
  const answers: PromiseWithResolvers<string>[] = []
  const observer = new QueryObserver(client, {
    queryKey,
    queryFn: () => {
      const answer = Promise.withResolvers<string>()
      answers.push(answer)
      return answer.promise
    },
  })
  stop = observer.subscribe(() => {})
  return {
    calls: () => answers.length,
    settle(call, answer) {
      if (answer instanceof Error) answers[call]?.reject(answer)
      else answers[call]?.resolve(answer)
    },
    shown: () => observer.getCurrentResult().data,
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

test('what changes while a list is loaded for the first time is asked for once more, however often', async () => {
  const list = show()
  const told = [client.invalidateQueries({ queryKey }), client.invalidateQueries({ queryKey: ['list'] })]
  expect(list.calls()).toBe(1)
  list.settle(0, 'before')
  await settled()
  expect(list.calls()).toBe(2)
  list.settle(1, 'after')
  await Promise.all(told)
  expect(list.shown()).toBe('after')
  await settled()
  expect(list.calls()).toBe(2)
})

test('a list that is there is asked for at once, and one that could not be loaded not once more', async () => {
  const list = show()
  list.settle(0, 'first')
  await settled()
  const told = client.invalidateQueries({ queryKey })
  expect(list.calls()).toBe(2)
  list.settle(1, 'second')
  await told
  expect(list.shown()).toBe('second')
  expect(list.calls()).toBe(2)
  stop()

  const failing = show()
  const tried = client.invalidateQueries({ queryKey })
  failing.settle(0, new Error('away'))
  await tried
  expect(failing.calls()).toBe(1)
})

test('only what is called stale is asked for again', async () => {
  const list = show()
  await client.invalidateQueries({ queryKey: ['other'] })
  list.settle(0, 'only')
  await settled()
  expect(list.calls()).toBe(1)
  expect(list.shown()).toBe('only')
})
