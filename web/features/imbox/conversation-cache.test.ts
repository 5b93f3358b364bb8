import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { ConversationDetail, ConversationRow } from '#contract/conversations'
import { applyRow, askDetail, askRow, detailKey, knownRow } from './conversation-cache.ts'

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
