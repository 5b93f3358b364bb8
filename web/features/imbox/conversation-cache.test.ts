import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { ConversationDetail, ConversationRow } from '#contract/conversations'
import {
  applyRow,
  askDetail,
  askRow,
  detailKey,
  dropConversation,
  freshenPage,
  knownRow,
} from './conversation-cache.ts'
import type { ListFilter } from './list-rules.ts'

const client = new QueryClient()
let lastNumber = 0

const at = '2026-11-27T09:00:00.000Z'

function open(): ConversationRow {
  lastNumber += 1
  const row: ConversationRow = {
    number: lastNumber,
    chatId: '01900000-0000-7000-8000-000000000001',
    channel: { id: 1, kind: 'telegram', name: 'Бот' },
    contact: { id: 1, name: 'Марина', avatarUrl: null },
    card: null,
    status: 'in_work',
    way: 'in',
    openedAt: at,
    closedAt: null,
    isRead: false,
    unread: 1,
    waitingSince: null,
    due: null,
    responsibleUserId: null,
    isStarred: false,
    isSubscribed: false,
    lastMessage: null,
    lastMessageAt: at,
  }
  client.setQueryData(detailKey(row.number), { row })
  return row
}

test('an answer is shown', async () => {
  const row = open()
  await askRow(client, async () => ({ ...row, isRead: true }))
  expect(knownRow(client, row.number)).toMatchObject({ isRead: true })
})

test('an answer that comes after what was asked for later does not take it back', async () => {
  const row = open()
  const late = Promise.withResolvers<ConversationRow>()
  const reading = askRow(client, () => late.promise)
  await askRow(client, async () => ({ ...row, isStarred: true }))
  late.resolve({ ...row, isRead: true })
  await reading
  expect(knownRow(client, row.number)).toMatchObject({ isStarred: true })
})

test('nor does it take back what a live frame has said since', async () => {
  const row = open()
  const late = Promise.withResolvers<ConversationRow>()
  const reading = askRow(client, () => late.promise)
  applyRow(client, { ...row, responsibleUserId: 7 })
  late.resolve({ ...row, isRead: true })
  expect((await reading).isRead).toBe(true)
  expect(knownRow(client, row.number)).toMatchObject({ responsibleUserId: 7 })
})

test('a conversation that is loaded while its row changes is shown with the newer row', async () => {
  const row = open()
  const rest = { contact: null, deal: null, customer: null, closedBy: null, emptiedAt: null, others: [] }
  const detail: ConversationDetail = {
    row,
    openedBy: { kind: 'client', id: null, name: null },
    way: 'in',
    ...rest,
  }
  expect(await askDetail(async () => detail)).toEqual(detail)
  const late = Promise.withResolvers<ConversationDetail>()
  const loading = askDetail(() => late.promise)
  const starred = { ...row, isStarred: true }
  applyRow(client, starred)
  late.resolve(detail)
  expect(await loading).toEqual({ ...detail, row: starred })
})

test('what happens to one conversation is nothing to the answer about another', async () => {
  const [row, other] = [open(), open()]
  const late = Promise.withResolvers<ConversationRow>()
  const reading = askRow(client, () => late.promise)
  applyRow(client, { ...other, isStarred: true })
  late.resolve({ ...row, isRead: true })
  await reading
  expect(knownRow(client, row.number)).toMatchObject({ isRead: true })
})

const all: ListFilter = { preset: 'open', read: 'any', sort: 'recent', userId: 1 }

test('a conversation that begins while the first page is on its way is in the list; a lower page is not its place', () => {
  const askedAt = Date.now()
  const [known, begun] = [open(), { ...open(), lastMessageAt: '2026-11-27T09:01:00.000Z' }]
  const page = { items: [known], next: null }
  applyRow(client, begun)
  const numbers = (cursor: string | undefined): number[] =>
    freshenPage(page, all, askedAt, cursor).items.map(({ number }) => number)
  expect(numbers(undefined).slice(0, 2)).toEqual([begun.number, known.number])
  expect(numbers('further')).toEqual([known.number])
})

test('a conversation that is gone does not come back with a page that was asked for before', () => {
  const askedAt = Date.now()
  const row = open()
  dropConversation(client, row.number)
  expect(freshenPage({ items: [row], next: null }, all, askedAt, 'further').items).toEqual([])
  expect(knownRow(client, row.number)).toBeUndefined()
})
