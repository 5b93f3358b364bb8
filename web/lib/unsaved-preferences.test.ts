import { expect, test } from 'vitest'
import type { Me } from '#contract/people'
import { keepUntilSaved, withUnsaved } from './unsaved-preferences.ts'

const read = { user: { preferences: { feedHidden: ['key_actions'] } } } as unknown as Me
const hiddenIn = async (me: Promise<Me>): Promise<unknown> =>
  (await withUnsaved(me)).user.preferences.feedHidden
const hidden = (): Promise<unknown> => hiddenIn(Promise.resolve(read))

test('what is read while a change is on its way has the change; the last one of two stands; an end of it, good or bad, ends that', async () => {
  const first = Promise.withResolvers<void>()
  const second = Promise.withResolvers<void>()
  const saved = keepUntilSaved({ feedHidden: [] }, first.promise)
  expect(await hidden()).toEqual([])
  const failed = keepUntilSaved({ feedHidden: ['messages'] }, second.promise)
  expect(await hidden()).toEqual(['messages'])
  first.resolve()
  await saved
  expect(await hidden()).toEqual(['messages'])
  second.reject(new Error('offline'))
  await expect(failed).rejects.toThrow('offline')
  expect(await hidden()).toEqual(['key_actions'])
})

test('an answer that comes after a change was saved, but was asked for before, has the change', async () => {
  const answer = Promise.withResolvers<Me>()
  const late = hiddenIn(answer.promise)
  await keepUntilSaved({ feedHidden: ['messages'] }, Promise.resolve())
  answer.resolve(read)
  expect(await late).toEqual(['messages'])
  expect(await hidden()).toEqual(['key_actions'])
})

test('an answer that was asked for while a change was on its way, and comes after it was saved, has the change', async () => {
  const answer = Promise.withResolvers<Me>()
  const saving = Promise.withResolvers<void>()
  const saved = keepUntilSaved({ feedHidden: ['messages'] }, saving.promise)
  const late = hiddenIn(answer.promise)
  saving.resolve()
  await saved
  answer.resolve(read)
  expect(await late).toEqual(['messages'])
})
