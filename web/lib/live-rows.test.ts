import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import { LiveRows } from './live-rows.ts'
import type { PagesData } from './live-rows.ts'

type Row = { id: number; stage: string }
type Filter = { stage: string | null }

const key = ['rows'] as const
const keyOf = ({ id }: Row): number => id
const all: Filter = { stage: null }

let client: QueryClient
let rows: LiveRows<Row, Filter>
beforeEach(() => {
  client = new QueryClient()
  rows = new LiveRows<Row, Filter>({
    key,
    keyOf,
    isFilter: (part): part is Filter => typeof part === 'object' && part !== null && 'stage' in part,
    rulesOf: ({ stage }) => ({
      keyOf,
      isListed: (row) => stage === null || row.stage === stage,
      compare: (a, b) => a.id - b.id,
      isSearch: false,
    }),
  })
  load(all, [
    { id: 1, stage: 'new' },
    { id: 2, stage: 'new' },
  ])
})

function load(filter: Filter, items: Row[]): void {
  const data: PagesData<Row> = { pages: [{ items, next: null }], pageParams: [undefined] }
  client.setQueryData([...key, filter], data)
}

const stageOf = (id: number): string | undefined => rows.find(client, id)?.stage

/** Shows a row in another stage, and tells how its answer is told of. */
function move(id: number, stage: string): number {
  rows.ahead(client, { id, stage: 'new' }, { id, stage })
  return rows.turn
}

test('a row that was deleted while a page was on its way is not in it, whichever page', () => {
  const askedAt = Date.now()
  rows.drop(client, 2)
  const page = { items: [{ id: 2, stage: 'new' }], next: null }
  expect(rows.freshen(page, all, askedAt, undefined).items).toEqual([])
  expect(rows.freshen(page, all, askedAt, 'further').items).toEqual([])
  expect(rows.freshen(page, all, Date.now() + 1, undefined)).toEqual(page)
})

test('a row that is there again after it was gone is listed', () => {
  const askedAt = Date.now()
  rows.drop(client, 2)
  rows.put(client, { id: 2, stage: 'won' })
  expect(stageOf(2)).toBe('won')
  const page = { items: [{ id: 2, stage: 'new' }], next: null }
  expect(rows.freshen(page, all, askedAt, undefined).items).toContainEqual({ id: 2, stage: 'won' })
})

test('nor does an answer that was asked for before, or a change of it that is refused, bring it back', () => {
  const asked = rows.turn
  const moved = move(1, 'talks')
  for (const id of [1, 2]) rows.drop(client, id)
  rows.answer(client, { id: 2, stage: 'won' }, asked)
  rows.takeBack(client, 1, moved)
  rows.ahead(client, { id: 1, stage: 'new' }, { id: 1, stage: 'talks' })
  expect([stageOf(1), stageOf(2)]).toEqual([undefined, undefined])
})

test('a change is seen at once, and taken back when it is refused', () => {
  const asked = move(1, 'talks')
  expect(stageOf(1)).toBe('talks')
  rows.takeBack(client, 1, asked)
  expect(stageOf(1)).toBe('new')
})

test('a change that is refused leaves the row where others have put it meanwhile, even to the same place', () => {
  const asked = move(1, 'talks')
  rows.put(client, { id: 1, stage: 'won' })
  rows.takeBack(client, 1, asked)
  expect(stageOf(1)).toBe('won')
  const again = move(1, 'talks')
  rows.put(client, { id: 1, stage: 'talks' })
  rows.takeBack(client, 1, again)
  expect(stageOf(1)).toBe('talks')
})

test('a late answer does not take back what others have done since', () => {
  const asked = move(1, 'talks')
  rows.put(client, { id: 1, stage: 'won' })
  rows.answer(client, { id: 1, stage: 'talks' }, asked)
  expect(stageOf(1)).toBe('won')
})

test('of two changes the second is seen until it is answered, and what it is taken back to is what is true', () => {
  const first = move(1, 'talks')
  const second = move(1, 'contract')
  rows.takeBack(client, 1, first)
  expect(stageOf(1)).toBe('contract')
  rows.takeBack(client, 1, second)
  expect(stageOf(1)).toBe('new')

  const third = move(1, 'talks')
  const fourth = move(1, 'contract')
  rows.answer(client, { id: 1, stage: 'talks' }, third)
  expect(stageOf(1)).toBe('contract')
  rows.takeBack(client, 1, fourth)
  expect(stageOf(1)).toBe('talks')
})

test('a page that was asked for before a change that was refused is as it came, but for news of before the change', () => {
  const askedAt = Date.now()
  const page = { items: [{ id: 1, stage: 'new' }], next: null }
  rows.takeBack(client, 1, move(1, 'talks'))
  expect(rows.freshen(page, all, askedAt, 'further')).toEqual(page)
  rows.put(client, { id: 1, stage: 'won' })
  rows.takeBack(client, 1, move(1, 'talks'))
  expect(rows.freshen(page, all, askedAt, 'further').items).toEqual([{ id: 1, stage: 'won' }])
})

test('what is not answered yet is known however long that takes', () => {
  const asked = move(1, 'talks')
  const realNow = Date.now
  Date.now = () => realNow() + 120_000
  try {
    rows.put(client, { id: 2, stage: 'won' })
  } finally {
    Date.now = realNow
  }
  rows.takeBack(client, 1, asked)
  expect(stageOf(1)).toBe('new')
})

type Told = { rows: Row[]; refused: number[] }

/** Asks to move both rows; how the server answers is up to the test. */
function moveBoth(stage: string): { done: Promise<Told>; answer: (told: Told) => void; fail: () => void } {
  const { promise, resolve, reject } = Promise.withResolvers<Told>()
  const both = [1, 2].map((id) => ({ id, stage: 'new' }))
  const done = rows.askAhead(
    client,
    both,
    (row) => ({ ...row, stage }),
    () => promise,
    (told) => told,
  )
  return { done, answer: resolve, fail: () => reject(new Error('offline')) }
}

test('of many that are changed those stand as answered, and those that are refused as they were', async () => {
  const { done, answer } = moveBoth('talks')
  expect([stageOf(1), stageOf(2)]).toEqual(['talks', 'talks'])
  answer({ rows: [{ id: 1, stage: 'won' }], refused: [2] })
  await done
  expect([stageOf(1), stageOf(2)]).toEqual(['won', 'new'])
})

test('when the server cannot be asked all are as they were, but for what was heard meanwhile', async () => {
  const { done, fail } = moveBoth('talks')
  rows.put(client, { id: 2, stage: 'lost' })
  fail()
  await expect(done).rejects.toThrow('offline')
  expect([stageOf(1), stageOf(2)]).toEqual(['new', 'lost'])
})
