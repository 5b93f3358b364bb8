import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createMessengers } from '#channels/messengers'
import { findViewer, type Viewer } from '#features/access'
import { closeConversation, markRead } from '#features/conversations'
import { sendMessage } from '#features/messages'
import { inTransaction } from '#lib/db'
import { migrateJobs } from '#lib/jobs'
import { createLog } from '#lib/log'
import { startReactions } from '#lib/reactions'
import { createTestDatabase } from '#lib/test-database'
import { drainJobs } from '#lib/test-jobs'
import { startVkStandIn } from '../../../dev/messengers/vk.ts'
import { createTestAccount, messageOf, personOf } from '../intake/test-account.ts'
import { jobs } from './jobs.ts'
import { reactions } from './reactions.ts'
import { createTypingSigns } from './show-typing.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const standIn = await startVkStandIn({ secondMs: 20 })
const community = standIn.createCommunity()
const messengers = createMessengers({
  apiRoots: { telegram: null, viber: null, vk: standIn.apiRoot },
  allowsPrivateNetwork: false,
})
const account = await createTestAccount(database)
const { accountId } = account
const { id: channelId } = await db
  .insertInto('channels')
  .values({
    account_id: accountId,
    kind: 'vk',
    name: 'VK',
    external_id: randomUUID(),
    secrets_sealed: 'sealed',
  })
  .returning('id')
  .executeTakeFirstOrThrow()
await db
  .insertInto('channel_health')
  .values({ account_id: accountId, channel_id: channelId, mode: 'polling' })
  .execute()
const state = { now: new Date(), isPaused: false }
const connection = { token: community.token, externalId: String(community.id) }
const deps = {
  db,
  clock: () => state.now,
  connect: async () => ({ messenger: messengers.vk, connection, isPaused: state.isPaused }),
}
const runner = startReactions({
  name: 'test',
  db,
  reactions: [reactions(messengers)],
  tail: null,
  log: createLog({ level: 'silent' }),
})
afterAll(async () => {
  await runner.close()
  await standIn.close()
})
beforeEach(async () => {
  state.isPaused = false
  await db.updateTable('channels').set({ settings: '{}' }).where('id', '=', channelId).execute()
})

async function viewerOf(userId: number): Promise<Viewer> {
  const viewer = await findViewer(db, accountId, userId)
  if (!viewer) throw new Error('no viewer')
  return viewer
}
const anna = await viewerOf(account.adminId)

async function settle(): Promise<void> {
  await runner.drain()
  await drainJobs(pool, jobs(deps))
}

type Client = ReturnType<typeof community.person>
type Written = { cmid: number; number: number; chatId: string; messageId: string }

/** What a client writes in VK lands in his chat. */
async function write(client: Client, unsupported: string | null = null): Promise<Written> {
  const cmid = client.sendText('здравствуйте').conversation_message_id
  const chat = String(client.id)
  const externalId = unsupported === 'button' ? `button:${cmid}` : String(cmid)
  const content = { text: 'здравствуйте', entities: [], attachments: [], unsupported }
  const message = { ...messageOf(personOf(chat), '', { externalId, sequence: cmid, content }), chat }
  await account.intake.take({ accountId, id: channelId, kind: 'vk' }, [message], {})
  const row = await db
    .selectFrom('messages')
    .select(['id', 'number', 'chat_id'])
    .where('account_id', '=', accountId)
    .where('number', 'is not', null)
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return { cmid, number: row.number ?? 0, chatId: row.chat_id, messageId: row.id }
}

function newClient(): Client {
  const client = community.person()
  client.start()
  return client
}

const look = (written: Written, userId: number) =>
  inTransaction(db, (tx) =>
    markRead(tx, {
      accountId,
      number: written.number,
      userId,
      way: 'visible',
      upTo: written.messageId,
      now: new Date(),
    }),
  )
const marks = (): number => community.calls.filter((one) => one.method === 'messages.markAsRead').length

describe('a client is told that he was read', () => {
  it('up to what was looked at, once', async () => {
    const client = newClient()
    const first = await write(client)
    await settle()
    expect(client.readByCommunity).not.toBe(first.cmid)
    await look(first, anna.userId)
    await settle()
    expect(client.readByCommunity).toBe(first.cmid)
    const before = marks()
    await drainJobs(pool, jobs(deps))
    await inTransaction(db, (tx) =>
      closeConversation(tx, {
        accountId,
        number: first.number,
        actor: { kind: 'user', id: anna.userId },
        way: 'hand',
        road: 'hand',
        now: new Date(),
      }),
    )
    await settle()
    expect(marks()).toBe(before)
  })

  it('by an answer', async () => {
    const client = newClient()
    const { chatId, cmid } = await write(client)
    const sending = { fileIds: [], replyToId: null, card: null, seenMessageId: null, anyway: true }
    await inTransaction(db, (tx) =>
      sendMessage(
        tx,
        { kind: 'user', viewer: anna },
        { ...sending, id: randomUUID(), chatId, text: 'да' },
        new Date(),
      ),
    )
    await settle()
    expect(client.readByCommunity).toBe(cmid)
  })

  it('by the look of a colleague it was not meant for, though it stays unread here', async () => {
    const client = newClient()
    const written = await write(client)
    await db
      .updateTable('conversations')
      .set({ responsible_user_id: anna.userId })
      .where('number', '=', written.number)
      .execute()
    await look(written, anna.userId + 1000)
    await settle()
    expect(client.readByCommunity).toBe(written.cmid)
    const row = await db
      .selectFrom('conversations')
      .select('read_at')
      .where('number', '=', written.number)
      .executeTakeFirstOrThrow()
    expect(row.read_at).toBeNull()
  })

  it('not up to a pressed button, which is no message of his messenger', async () => {
    const client = newClient()
    const { cmid } = await write(client)
    await look(await write(client, 'button'), anna.userId)
    await settle()
    expect(client.readByCommunity).toBe(cmid)
  })

  it('never when nobody has looked, when the channel’s settings forbid it, or while it is on hold', async () => {
    const client = newClient()
    const silent = await write(client)
    await inTransaction(db, (tx) =>
      closeConversation(tx, {
        accountId,
        number: silent.number,
        actor: { kind: 'system', id: null },
        way: 'api',
        road: 'rule',
        now: new Date(),
      }),
    )
    await settle()
    const settings = JSON.stringify({ sendsReadMarks: false })
    await db.updateTable('channels').set({ settings }).where('id', '=', channelId).execute()
    await look(await write(client), anna.userId)
    await settle()
    await db.updateTable('channels').set({ settings: '{}' }).where('id', '=', channelId).execute()
    state.isPaused = true
    const other = newClient()
    await look(await write(other), anna.userId)
    await settle()
    expect([client.readByCommunity, other.readByCommunity]).toEqual([0, 0])
  })
})

describe('a client sees that somebody writes to him', () => {
  const typed = (): number => community.calls.filter((one) => one.method === 'messages.setActivity').length

  it('not oftener than his messenger shows it, however many colleagues write', async () => {
    const client = newClient()
    const { chatId } = await write(client)
    const show = createTypingSigns(deps)
    const before = typed()
    await Promise.all([show(accountId, chatId), show(accountId, chatId)])
    state.now = new Date(state.now.getTime() + 4400)
    await show(accountId, chatId)
    expect([client.isTypedTo, typed() - before]).toEqual([true, 1])
    state.now = new Date(state.now.getTime() + 200)
    await show(accountId, chatId)
    expect(typed() - before).toBe(2)
  })

  it('not when he has blocked us, is blocked, when the channel is on hold or has to wait; a failure is nobody’s', async () => {
    const { chatId } = await write(newClient())
    const before = typed()
    const show = (): Promise<void> => createTypingSigns(deps)(accountId, chatId)
    state.isPaused = true
    await show()
    state.isPaused = false
    const wait = new Date(Date.now() + 60_000)
    await db
      .updateTable('channel_health')
      .set({ paused_until: wait })
      .where('channel_id', '=', channelId)
      .execute()
    await show()
    await db
      .updateTable('channel_health')
      .set({ paused_until: null })
      .where('channel_id', '=', channelId)
      .execute()
    await db.updateTable('chats').set({ blocked_at: new Date() }).where('id', '=', chatId).execute()
    await show()
    await db.updateTable('chats').set({ blocked_at: null }).where('id', '=', chatId).execute()
    const blocked = { blocked_at: new Date() }
    await db.updateTable('contacts').set(blocked).where('account_id', '=', accountId).execute()
    await show()
    await db.updateTable('contacts').set({ blocked_at: null }).where('account_id', '=', accountId).execute()
    expect(typed()).toBe(before)
    community.faults.next('messages.setActivity', { kind: 'answerDropped' })
    await show()
  })
})
