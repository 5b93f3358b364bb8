import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { Messenger } from '#channels/channel'
import { createTelegram } from '#channels/telegram/telegram'
import { findViewer } from '#features/access'
import { findMessages, sendMessage } from '#features/messages'
import { inTransaction } from '#lib/db'
import { createLog } from '#lib/log'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { startTelegramStandIn } from '../../../dev/messengers/telegram.ts'
import { pauseChannel, resumeChannel } from '../channels/pause-channel.ts'
import { createTestAccount, messageOf, personOf } from '../intake/test-account.ts'
import { editMessage } from '../messages/change-message.ts'
import { reactToMessage } from '../messages/react-to-message.ts'
import { sendDue } from '../scheduled/send-scheduled.ts'
import { scheduleMessage } from '../scheduled/schedule-message.ts'
import { startOutbox } from './outbox.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const standIn = await startTelegramStandIn({ secondMs: 20 })
const bot = standIn.createBot()
const telegram = createTelegram({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: false })
const connection = { token: bot.token, externalId: bot.token.split(':')[0] ?? '', name: 'Бот' }
const account = await createTestAccount(database)
const { accountId, adminId, channelId } = account
const anna = await viewerOf(adminId)
const who = { accountId, userId: adminId }
const deps = { db, clock: () => new Date(), tail: { wake: () => {}, subscribe: () => () => {} } }

/** What happens as soon as a message has been handed over. */
let afterSending: () => Promise<void> = async () => {}
const messenger: Messenger = {
  ...telegram,
  async send(to, part) {
    const result = await telegram.send(to, part)
    await afterSending()
    return result
  },
}
const channel = { messenger, connection, isPaused: false, reportRevoked: async () => {} }
const outbox = startOutbox(
  {
    db,
    pool,
    nodeId: randomUUID(),
    clock: deps.clock,
    log: createLog({ level: 'silent' }),
    connect: async () => channel,
    connectAll: async (_account, ids) => new Map(ids.map((id) => [id, channel])),
    openFile: async () => null,
  },
  null,
)
afterAll(async () => {
  await outbox.close()
  await standIn.close()
})
afterEach(() => {
  bot.faults.clear()
  afterSending = async () => {}
})
beforeEach(() => resumeChannel(deps, who, channelId))

async function viewerOf(userId: number) {
  const viewer = await findViewer(db, accountId, userId)
  if (!viewer) throw new Error('no viewer')
  return viewer
}
/** A client who has written to the bot. */
async function openChat(): Promise<{ chatId: string; external: string }> {
  const person = bot.person()
  person.start()
  const external = String(person.id)
  await account.take(messageOf(personOf(external), 'здравствуйте', { chat: external }))
  const { id } = await db
    .selectFrom('chats')
    .select('id')
    .where('external_chat_id', '=', external)
    .executeTakeFirstOrThrow()
  return { chatId: id, external }
}
async function send(chatId: string, text: string): Promise<string> {
  const id = randomUUID()
  const sending = { id, chatId, text, fileIds: [], replyToId: null, card: null, seenMessageId: null }
  await inTransaction(db, (tx) =>
    sendMessage(tx, { kind: 'user', viewer: anna }, { ...sending, anyway: true }, new Date()),
  )
  return id
}
/** Texts that reached a person, in order. */
const reached = (external: string): string[] =>
  bot.calls
    .filter((call) => call.method === 'sendMessage' && call.outcome === 'ok')
    .map((call) => sent.parse(call.params))
    .filter((call) => String(call.chat_id) === external)
    .map((call) => call.text)
const sent = z.object({ chat_id: z.union([z.string(), z.number()]), text: z.string() })
const statesOf = async (...ids: string[]) =>
  (await findMessages(db, accountId, ids)).map((message) => message.state)

test('nothing leaves a paused channel; what clients write is taken; then everything leaves in its order, once', async () => {
  const [one, other] = [await openChat(), await openChat()]
  await pauseChannel(deps, who, channelId)
  const ids = [
    await send(one.chatId, 'раз'),
    await send(other.chatId, 'привет'),
    await send(one.chatId, 'два'),
  ]
  await outbox.drain()
  expect([reached(one.external), reached(other.external)]).toEqual([[], []])
  expect(await statesOf(...ids)).toEqual(['queued', 'queued', 'queued'])
  await account.take(messageOf(personOf(one.external), 'вы где?', { chat: one.external }))
  const { rows } = await pool.query('select from messages where chat_id = $1 and direction = $2', [
    one.chatId,
    'in',
  ])
  expect(rows).toHaveLength(2)
  ids.push(await send(one.chatId, 'три'))
  await resumeChannel(deps, who, channelId)
  await outbox.drain()
  expect(reached(one.external)).toEqual(['раз', 'два', 'три'])
  expect(reached(other.external)).toEqual(['привет'])
  expect(await statesOf(...ids)).toEqual(['sent', 'sent', 'sent', 'sent'])
})

test('a chat that is being delivered stops behind the message that is on its way', async () => {
  const { chatId, external } = await openChat()
  // Before anything is queued: the outbox looks by itself too.
  afterSending = () => pauseChannel(deps, who, channelId)
  const ids = [await send(chatId, 'раз'), await send(chatId, 'два'), await send(chatId, 'три')]
  await outbox.drain()
  expect(reached(external)).toEqual(['раз'])
  expect(await statesOf(...ids)).toEqual(['sent', 'queued', 'queued'])
  afterSending = async () => {}
  await resumeChannel(deps, who, channelId)
  await outbox.drain()
  expect(reached(external)).toEqual(['раз', 'два', 'три'])
})

test('other channels go on', async () => {
  const { chatId, external } = await openChat()
  await pauseChannel(deps, who, account.secondChannelId)
  await send(chatId, 'мимо')
  await outbox.drain()
  expect(reached(external)).toEqual(['мимо'])
})

test('what waited is tried as long as if it were written when the pause ended', async () => {
  const { chatId, external } = await openChat()
  await pauseChannel(deps, who, channelId)
  const id = await send(chatId, 'долго ждало')
  await pool.query(`update messages set received_at = received_at - interval '1 day' where id = $1`, [id])
  await pool.query(
    `update message_parts set give_up_at = give_up_at - interval '1 day' where message_id = $1`,
    [id],
  )
  await resumeChannel(deps, who, channelId)
  bot.faults.next('sendMessage', { kind: 'tooManyRequests', retryAfterSeconds: 60 })
  await outbox.drain()
  expect(await statesOf(id)).toEqual(['queued'])
  await pool.query('update outbox set due_at = now() where chat_id = $1', [chatId])
  await pool.query('update channel_health set paused_until = null where channel_id = $1', [channelId])
  await outbox.drain()
  expect(reached(external)).toEqual(['долго ждало'])
})

test('a scheduled message joins the queue at its time and leaves when the pause ends', async () => {
  const { chatId, external } = await openChat()
  await pauseChannel(deps, who, channelId)
  const [id, at] = [randomUUID(), new Date(Date.now() + 3_600_000)]
  const plan = { id, chatId, text: 'вовремя', fileIds: [], replyToId: null, card: null, at: at.toISOString() }
  await inTransaction(db, (tx) => scheduleMessage(tx, anna, plan, new Date()))
  await sendDue({ db, clock: deps.clock }, { accountId, id, at })
  await outbox.drain()
  expect(await statesOf(id)).toEqual(['queued'])
  await resumeChannel(deps, who, channelId)
  await outbox.drain()
  expect(reached(external)).toEqual(['вовремя'])
})

test('what has left is not changed or reacted to while the channel is paused', async () => {
  const { chatId } = await openChat()
  const id = await send(chatId, 'было')
  await outbox.drain()
  await pauseChannel(deps, who, channelId)
  const refused = { code: 'message.not_changeable', details: { reason: 'paused' } }
  const doing = (work: (tx: Parameters<typeof editMessage>[0]) => Promise<void>) => inTransaction(db, work)
  await expect(
    doing((tx) => editMessage(tx, anna, { messageId: id, text: 'стало' }, new Date())),
  ).rejects.toMatchObject(refused)
  await expect(
    doing((tx) => reactToMessage(tx, anna, { messageId: id, emoji: '👍' }, new Date())),
  ).rejects.toMatchObject(refused)
  await resumeChannel(deps, who, channelId)
  await doing((tx) => editMessage(tx, anna, { messageId: id, text: 'стало' }, new Date()))
})
