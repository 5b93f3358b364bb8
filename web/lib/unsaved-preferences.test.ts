import { expect, test } from 'vitest'
import type { Me } from '#contract/people'
import { keepUntilSaved, withUnsaved } from './unsaved-preferences.ts'

const read = { user: { preferences: { feedHidden: ['key_actions'] } } } as unknown as Me
const hidden = (): unknown => withUnsaved(read).user.preferences.feedHidden

test('what is read while a change is on its way has the change; the last one of two stands; an end of it, good or bad, ends that', async () => {
  const first = Promise.withResolvers<void>()
  const second = Promise.withResolvers<void>()
  const saved = keepUntilSaved({ feedHidden: [] }, first.promise)
  expect(hidden()).toEqual([])
  const failed = keepUntilSaved({ feedHidden: ['messages'] }, second.promise)
  expect(hidden()).toEqual(['messages'])
  first.resolve()
  await saved
  expect(hidden()).toEqual(['messages'])
  second.reject(new Error('offline'))
  await expect(failed).rejects.toThrow('offline')
  expect(hidden()).toEqual(['key_actions'])
})
