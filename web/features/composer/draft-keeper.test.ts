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

test('leaving the field saves at once, and nothing when nothing changed', () => {
  keeper.change(written('Hello'))
  keeper.focus(false)
  expect(saved).toEqual(['Hello'])
  const other = saved.length
  keeper.change(empty)
  keeper.loaded(empty, 5)
  keeper.flush()
  expect(saved.length).toBe(other)
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

test('a change on another device reloads the draft unless the field is in use', () => {
  keeper.heard(4)
  expect(reloads).toBe(1)
  keeper.focus(true)
  keeper.heard(5)
  expect(reloads).toBe(1)
})
