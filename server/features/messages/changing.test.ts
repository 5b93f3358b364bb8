import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, expect, test } from 'vitest'
import { createTelegram } from '#channels/telegram/telegram'
import { findViewer, type Viewer } from '#features/access'
import { inTransaction } from '#lib/db'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { startTelegramStandIn } from '../../../dev/messengers/telegram.ts'
import { createTestAccount, messageOf, personOf } from '../intake/test-account.ts'
import { changeInMessenger } from './change-in-messenger.ts'
import { deleteMessage, editMessage } from './change-message.ts'
import type { MessengerJobDeps } from './jobs.ts'
import { findMessages } from './message-views.ts'
import { reactInMessenger } from './react-in-messenger.ts'
import { reactToMessage } from './react-to-message.ts'
import { sendMessage } from './send-message.ts'
import { confirmSent } from './settle-later.ts'

const database = await createTestDatabase()
const { db } = database
const standIn = await startTelegramStandIn({ secondMs: 20 })
const bot = standIn.createBot()
afterAll(() => standIn.close())
afterEach(() => bot.faults.clear())
const messenger = createTelegram({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: false })
const connection = { token: bot.token, externalId: bot.token.split(':')[0] ?? '', name: 'Бот' }
await migrateJobs(database.pool)
const account = await createTestAccount(database)
const { accountId } = account
const deps: MessengerJobDeps = {
  db,
  clock: () => new Date(),
  connect: async () => ({ messenger, connection, isPaused: false }),
}

async function viewerOf(userId: number): Promise<Viewer> {
  const viewer = await findViewer(db, accountId, userId)
  if (!viewer) throw new Error('no viewer')
  return viewer
}
const anna = await viewerOf(account.adminId)
const person = bot.person()
person.start()
await account.take(messageOf(personOf(String(person.id)), 'здравствуйте', { chat: String(person.id) }))
const chat = await db
  .selectFrom('chats')
  .select('id')
  .where('account_id', '=', accountId)
  .executeTakeFirstOrThrow()

/** A message of ours that the client has got. */
async function sendOurs(text: string): Promise<{ id: string; externalId: string }> {
  const sending = { fileIds: [], replyToId: null, card: null, seenMessageId: null, anyway: false }
  const id = await inTransaction(db, (tx) =>
    sendMessage(
      tx,
      { kind: 'user', viewer: anna },
      { ...sending, id: randomUUID(), chatId: chat.id, text },
      new Date(),
    ),
  )
  const part = { chat: String(person.id), text, entities: [], files: [], replyTo: null, key: id, sendId: 1 }
  const result = await messenger.send(connection, part)
  const externalId = result.outcome === 'accepted' ? (result.externalIds[0] ?? '') : ''
  await inTransaction(db, (tx) =>
    confirmSent(tx, { accountId, chatId: chat.id }, { messageId: id, position: 0, externalId }),
  )
  return { id, externalId }
}

const viewOf = async (id: string) => {
  const [view] = await findMessages(db, accountId, [id])
  return view
}
const edit = (messageId: string, text: string, viewer = anna): Promise<void> =>
  inTransaction(db, (tx) => editMessage(tx, viewer, { messageId, text }, new Date()))
const remove = (messageId: string, now = new Date()): Promise<void> =>
  inTransaction(db, (tx) => deleteMessage(tx, anna, messageId, now))
const react = (messageId: string, emoji: string | null): Promise<void> =>
  inTransaction(db, (tx) => reactToMessage(tx, anna, { messageId, emoji }, new Date()))
const jobsOf = async (messageId: string, kind: 'change' | 'react'): Promise<number> => {
  const { rows } = await database.pool.query('select from graphile_worker.jobs where key = $1', [
    `${kind}:${messageId}`,
  ])
  return rows.length
}
/** The last call of a method that Telegram took. */
const lastCall = (method: string) =>
  bot.calls.findLast((call) => call.method === method && call.outcome === 'ok')?.params

test('an edited message changes at the client first, then for colleagues, who can see what stood there', async () => {
  const { id, externalId } = await sendOurs('завтра в 10')
  await edit(id, 'завтра в 11')
  expect(await viewOf(id)).toMatchObject({
    text: 'завтра в 10',
    editedAt: null,
    change: { kind: 'edit', text: 'завтра в 11', refusedCode: null },
  })
  expect(await jobsOf(id, 'change')).toBe(1)
  await changeInMessenger(deps, { accountId, messageId: id })
  expect(lastCall('editMessageText')).toMatchObject({ message_id: Number(externalId), text: 'завтра в 11' })
  const view = await viewOf(id)
  expect(view).toMatchObject({ text: 'завтра в 11', change: null })
  expect(view?.editedAt).not.toBeNull()
  const kept = await db.selectFrom('message_revisions').select('body').where('message_id', '=', id).execute()
  expect(kept).toEqual([{ body: 'завтра в 10' }])
})

test('of two edits the last one stands, also when the job of the first runs twice', async () => {
  const { id } = await sendOurs('раз')
  await edit(id, 'два')
  await edit(id, 'три')
  await Promise.all([
    changeInMessenger(deps, { accountId, messageId: id }),
    changeInMessenger(deps, { accountId, messageId: id }),
  ])
  expect(lastCall('editMessageText')).toMatchObject({ text: 'три' })
  expect((await viewOf(id))?.text).toBe('три')
})

test('a message taken back is gone at the client and stays readable for colleagues', async () => {
  const { id, externalId } = await sendOurs('не туда')
  await remove(id)
  await changeInMessenger(deps, { accountId, messageId: id })
  expect(lastCall('deleteMessage')).toMatchObject({ message_id: Number(externalId) })
  expect(await viewOf(id)).toMatchObject({ text: 'не туда', deletedAt: expect.any(String), change: null })
  await expect(edit(id, 'x')).rejects.toMatchObject({
    code: 'message.not_changeable',
    details: { reason: 'deleted' },
  })
})

test('what the messenger refuses stays as it was and says so', async () => {
  const { id } = await sendOurs('до блокировки')
  await edit(id, 'после')
  bot.faults.next('editMessageText', { kind: 'blockedByUser' })
  await changeInMessenger(deps, { accountId, messageId: id })
  expect(await viewOf(id)).toMatchObject({
    text: 'до блокировки',
    change: { kind: 'edit', text: 'после', refusedCode: 'blocked_by_client' },
  })
})

test('without an answer the job fails and is tried again; nothing is said to be changed meanwhile', async () => {
  const { id } = await sendOurs('а')
  await edit(id, 'б')
  bot.faults.next('editMessageText', { kind: 'answerDropped' })
  await expect(changeInMessenger(deps, { accountId, messageId: id })).rejects.toThrow('did not say')
  expect((await viewOf(id))?.text).toBe('а')
  await changeInMessenger(deps, { accountId, messageId: id })
  expect((await viewOf(id))?.text).toBe('б')
})

test('only one’s own messages that have left are changed, while the messenger allows it, and within its limits', async () => {
  const incoming = await db
    .selectFrom('messages')
    .select('id')
    .where('account_id', '=', accountId)
    .where('direction', '=', 'in')
    .executeTakeFirstOrThrow()
  await expect(edit(incoming.id, 'x')).rejects.toMatchObject({ details: { reason: 'not_own' } })
  const { id } = await sendOurs('своё')
  await expect(edit(id, 'ы'.repeat(4097))).rejects.toMatchObject({
    code: 'message.too_long',
    details: { longest: 4096 },
  })
  await expect(edit(id, '  ')).rejects.toMatchObject({ code: 'message.empty' })
  await expect(remove(id, new Date(Date.now() + 49 * 3_600_000))).rejects.toMatchObject({
    details: { reason: 'too_late' },
  })
  await expect(edit(randomUUID(), 'x')).rejects.toMatchObject({ code: 'message.not_found' })
  const stranger = { ...anna, userId: anna.userId + 1, isAdmin: false }
  await expect(edit(id, 'x', stranger)).rejects.toMatchObject({
    code: 'message.not_changeable',
    details: { reason: 'not_own' },
  })
  const silent = { ...anna, answersClients: false }
  await expect(edit(id, 'x', silent)).rejects.toMatchObject({ code: 'message.not_found' })
  expect((await viewOf(id))?.change).toBeNull()
})

test('our reaction reaches the client, is replaced and taken away; one that is refused goes away here too', async () => {
  const { id, externalId } = await sendOurs('спасибо')
  const shown = async () => (await viewOf(id))?.reactions
  await react(id, '👍')
  await react(id, '❤')
  await reactInMessenger(deps, { accountId, messageId: id })
  expect(await shown()).toEqual([{ side: 'ours', emoji: '❤' }])
  const sentReaction = () => lastCall('setMessageReaction')
  expect(sentReaction()).toMatchObject({
    message_id: Number(externalId),
    reaction: [{ type: 'emoji', emoji: '❤' }],
  })
  await react(id, null)
  await reactInMessenger(deps, { accountId, messageId: id })
  expect([await shown(), sentReaction()]).toMatchObject([[], { reaction: [] }])
  await expect(react(id, '🦄')).rejects.toMatchObject({ code: 'request.invalid' })
  bot.faults.next('setMessageReaction', { kind: 'blockedByUser' })
  await react(id, '🔥')
  await reactInMessenger(deps, { accountId, messageId: id })
  expect(await shown()).toEqual([])
})
