import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#features/access'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf, type TestAccount } from '../intake/test-account.ts'
import { continueMessage, type Continuation } from './continue-message.ts'
import { failPart } from './fail-part.ts'
import { retryMessage } from './retry-message.ts'
import { chatOf, sendAs, viewerOf } from './test-messages.ts'

const database = await createTestDatabase()
const { db } = database

let account: TestAccount
let admin: Viewer
let chatId: string
let messageId: string

/** A message in three parts of which the second has failed. */
beforeEach(async () => {
  account = await createTestAccount(database)
  admin = await viewerOf(db, account.accountId, account.adminId)
  await account.take(messageOf(personOf('500'), 'Здравствуйте'))
  chatId = await chatOf(db, account.accountId, '500')
  messageId = await sendAs(db, admin, chatId, { text: 'а'.repeat(10_000) })
  await db
    .updateTable('message_parts')
    .set({ state: 'sent' })
    .where('message_id', '=', messageId)
    .where('position', '=', 0)
    .execute()
  await db.deleteFrom('outbox').where('account_id', '=', account.accountId).execute()
  await fail(1)
})

const fail = (position: number): Promise<void> =>
  inTransaction(db, (tx) =>
    failPart(
      tx,
      { accountId: account.accountId, chatId, channelId: account.channelId, messageId, position, number: 1 },
      'refused',
      new Date(),
    ),
  )
const go = (rest: Continuation['rest'], viewer = admin): Promise<void> =>
  inTransaction(db, (tx) => continueMessage(tx, viewer, { messageId, rest }, new Date()))
async function parts(): Promise<string[]> {
  const rows = await db
    .selectFrom('message_parts')
    .select(['state', 'fail_code'])
    .where('message_id', '=', messageId)
    .orderBy('position')
    .execute()
  return rows.map(({ state, fail_code }) => [state, fail_code].filter(Boolean).join(' '))
}
const isQueued = async (): Promise<boolean> =>
  (await db.selectFrom('outbox').select('chat_id').where('account_id', '=', account.accountId).execute())
    .length > 0

test('when a part fails, later parts of its message wait for a person, and nothing leaves by itself', async () => {
  expect(await parts()).toEqual(['sent', 'failed refused', 'failed earlier_part_failed'])
  expect(await isQueued()).toBe(false)
})

test('they go on without it when a person says so; what failed stays failed and can still be sent', async () => {
  await go('send')
  expect(await parts()).toEqual(['sent', 'failed refused', 'queued'])
  expect(await isQueued()).toBe(true)
  await expect(go('send')).rejects.toMatchObject({ code: 'message.not_retriable' })
  await inTransaction(db, (tx) => retryMessage(tx, admin, { messageId, uncertain: false }, new Date()))
  expect(await parts()).toEqual(['sent', 'queued', 'queued'])
})

test('they stay here for good when a person says so, until somebody sends all again', async () => {
  await go('cancel')
  expect(await parts()).toEqual(['sent', 'failed refused', 'failed cancelled'])
  expect(await isQueued()).toBe(false)
  await expect(go('send')).rejects.toMatchObject({ code: 'message.not_retriable' })
  await inTransaction(db, (tx) => retryMessage(tx, admin, { messageId, uncertain: false }, new Date()))
  expect(await parts()).toEqual(['sent', 'queued', 'queued'])
})

test('when nothing of the message had left, going on ends the wait that had come back', async () => {
  const whole = await sendAs(db, admin, chatId, { text: 'б'.repeat(5000) })
  messageId = whole
  await account.take(messageOf(personOf('500'), 'Ау'))
  const second = await sendAs(db, admin, chatId, { text: 'в'.repeat(5000) })
  messageId = second
  await fail(0)
  const waiting = async (): Promise<Date | null> =>
    (
      await db
        .selectFrom('conversations')
        .select('waiting_since')
        .where('account_id', '=', account.accountId)
        .executeTakeFirstOrThrow()
    ).waiting_since
  expect(await waiting()).not.toBeNull()
  await go('send')
  expect(await waiting()).toBeNull()
})

test('who may not answer clients decides nothing', async () => {
  for (const rest of ['send', 'cancel'] as const)
    await expect(go(rest, { ...admin, answersClients: false })).rejects.toMatchObject({
      code: 'chat.cannot_write',
    })
  expect(await parts()).toEqual(['sent', 'failed refused', 'failed earlier_part_failed'])
})
