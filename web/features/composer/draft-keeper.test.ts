import { beforeEach, expect, test } from 'vitest'
import { DraftKeeper } from './draft-keeper.ts'
import type { DraftContent } from './draft-keeper.ts'

const empty: DraftContent = { text: '', fileIds: [], replyToId: null }
const written = (text: string): DraftContent => ({ ...empty, text })

let saved: string[]
let reloads: number
let timers: Array<() => void>
let answer: (version: number | null) => Promise<void>
let keeper: DraftKeeper

beforeEach(() => {
  saved = []
  reloads = 0
  timers = []
  const answers: Array<(version: number | null) => void> = []
  answer = async (version) => {
    answers.shift()?.(version)
    await Promise.resolve()
    await Promise.resolve()
    await Promise.resolve()
  }
  keeper = new DraftKeeper(
    {
      save: (content) => {
        saved.push(content.text)
        return new Promise((resolve, reject) =>
          answers.push((version) => (version === null ? reject(new Error('offline')) : resolve({ version }))),
        )
      },
      reload: () => {
        reloads += 1
      },
      later: (callback) => {
        timers.push(callback)
        return () => {
          timers = timers.filter((timer) => timer !== callback)
        }
      },
    },
    empty,
    3,
  )
})

const passTime = (): void => {
  for (const timer of timers.splice(0)) timer()
}

test('a pause in typing saves the text once, whatever was typed before it', async () => {
  keeper.change(written('H'))
  keeper.change(written('Hello'))
  expect(saved).toEqual([])
  passTime()
  await answer(4)
  expect(saved).toEqual(['Hello'])
  expect(keeper.hasUnsaved).toBe(false)
})

test('what is typed while a save is under way is saved after it', async () => {
  keeper.change(written('Hello'))
  passTime()
  keeper.change(written('Hello there'))
  passTime()
  expect(saved).toEqual(['Hello'])
  await answer(4)
  passTime()
  expect(saved).toEqual(['Hello', 'Hello there'])
})

test('leaving the field saves at once', () => {
  keeper.change(written('Hello'))
  keeper.focus(false)
  expect(saved).toEqual(['Hello'])
})

test('leaving the field saves nothing when nothing changed', () => {
  keeper.change(written('H'))
  keeper.change(empty)
  keeper.focus(false)
  expect(saved).toEqual([])
})

test('a save that did not get through is tried again', async () => {
  keeper.change(written('Hello'))
  passTime()
  await answer(null)
  expect(keeper.hasUnsaved).toBe(true)
  passTime()
  expect(saved).toEqual(['Hello', 'Hello'])
})

test("one's own echo reloads nothing, also when it comes before the answer", async () => {
  keeper.change(written('Hello'))
  passTime()
  keeper.heard(4)
  await answer(4)
  keeper.heard(4)
  expect(reloads).toBe(0)
})

test('a change on another device asks for the draft, also while the cursor stands in an empty field', () => {
  keeper.heard(4)
  expect(reloads).toBe(1)
  keeper.focus(true)
  keeper.heard(5)
  expect(reloads).toBe(2)
})

test('what was heard while one wrote here is asked for when the field is left', async () => {
  keeper.focus(true)
  keeper.change(written('mine'))
  passTime()
  await answer(4)
  keeper.heard(5)
  expect(reloads).toBe(0)
  keeper.focus(false)
  expect(reloads).toBe(1)
})

test('what one wrote here after a change on another device stands in its place', async () => {
  keeper.focus(true)
  keeper.change(written('mine'))
  passTime()
  await answer(4)
  keeper.heard(5)
  keeper.change(written('mine, longer'))
  keeper.focus(false)
  await answer(6)
  expect(saved).toEqual(['mine', 'mine, longer'])
  expect(reloads).toBe(0)
})

test('files on their way are not thrown out by a draft of another device', () => {
  keeper.change(empty, true)
  keeper.heard(4)
  expect(reloads).toBe(0)
  expect(keeper.offer(written('from the phone'), 4)).toBe(false)
  keeper.change(empty)
  expect(reloads).toBe(1)
  expect(keeper.offer(written('from the phone'), 4)).toBe(true)
})

test('a draft loaded from the server is shown only when nothing is being written here', () => {
  expect(keeper.offer(written('from the phone'), 4)).toBe(true)
  expect(keeper.offer(written('from the phone'), 4)).toBe(false)
  keeper.focus(true)
  expect(keeper.offer(written('newer'), 6)).toBe(false)
  keeper.focus(false)
  expect(keeper.offer(empty, 0)).toBe(true)
  keeper.change(written('mine'))
  expect(keeper.offer(written('theirs'), 9)).toBe(false)
})

test('who leaves the chat lets it try on, and what another device wrote is shown when he is back', async () => {
  keeper.focus(true)
  keeper.change(written('Помол'))
  keeper.leave()
  expect(saved).toEqual(['Помол'])
  await answer(null)
  expect(keeper.hasUnsaved).toBe(true)
  timers.splice(0).at(-1)?.()
  await answer(3)
  expect([saved, keeper.hasUnsaved]).toEqual([['Помол', 'Помол'], false])
  // Nobody writes there any more, though the cursor stood in the field.
  expect(keeper.offer(written('С телефона'), 4)).toBe(true)
})

test('one that was stopped tries no more', async () => {
  keeper.change(written('Помол'))
  keeper.flush()
  keeper.stop()
  const before = timers.length
  await answer(null)
  expect([saved, timers.length]).toEqual([['Помол'], before])
})
