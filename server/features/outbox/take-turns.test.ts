import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { findViewer, type Viewer } from '#features/access'
import { findMessages, projections, sendMessage } from '#features/messages'
import { inTransaction } from '#lib/db'
import { createLog } from '#lib/log'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf, type TestAccount } from '../intake/test-account.ts'
import { claimChats, type ClaimedChat } from './claim-chats.ts'
import { freeOutbox } from './free-outbox.ts'
import type { NextPart } from './next-part.ts'
import { takeTurns, type Taken, type Turn } from './take-turns.ts'
import { createTurns } from './turns.ts'

const database = await createTestDatabase()
const { db, pool } = database
const nodeId = randomUUID()
const now = new Date()

let account: TestAccount
let admin: Viewer
let people = 0

beforeEach(async () => {
  account = await createTestAccount(database)
  const viewer = await findViewer(db, account.accountId, account.adminId)
  if (!viewer) throw new Error('no viewer')
  admin = viewer
})
afterAll(async () => {
  expect(await findWrongProjections(pool, projections)).toEqual([])
})

/** A client who has written, by the messenger's id of his chat. */
async function openChat(): Promise<{ chatId: string; external: string }> {
  people += 1
  const external = `turn-${people}`
  await account.take(messageOf(personOf(external), 'здравствуйте', { chat: external }))
  const { id } = await db
    .selectFrom('chats')
    .select('id')
    .where('external_chat_id', '=', external)
    .executeTakeFirstOrThrow()
  return { chatId: id, external }
}

async function send(chatId: string, text: string, replyToId: string | null = null): Promise<string> {
  const sending = { id: randomUUID(), chatId, text, fileIds: [], replyToId, card: null, seenMessageId: null }
  return inTransaction(db, (tx) =>
    sendMessage(tx, { kind: 'user', viewer: admin }, { ...sending, anyway: true }, new Date()),
  )
}

const claim = (): Promise<ClaimedChat[]> => claimChats(db, nodeId, { most: 32, accountId: account.accountId })
const turn = (turns: Turn[]): Promise<Taken[]> =>
  takeTurns(database, { accountId: account.accountId, nodeId, now }, turns)

function partOf(taken: Taken | undefined): NextPart {
  if (!taken || typeof taken === 'string') throw new Error(`no part: ${taken}`)
  return taken
}

/** The claim of a chat with its first part, which is being sent. */
async function begin(chatId: string): Promise<{ chat: ClaimedChat; part: NextPart }> {
  const chat = (await claim()).find((one) => one.chatId === chatId)
  if (!chat) throw new Error('the chat is not due')
  const [taken] = await turn([{ chat, sent: null }])
  return { chat, part: partOf(taken) }
}

const stateOf = async (id: string) => (await findMessages(db, account.accountId, [id]))[0]?.state

const sendingIn = (chatId: string) =>
  db
    .selectFrom('outbox')
    .select(['sending_message_id', 'sending_position', 'sending_attempt'])
    .where('chat_id', '=', chatId)
    .executeTakeFirstOrThrow()

const attemptsOf = (messageId: string) =>
  db
    .selectFrom('delivery_attempts')
    .select(['position', 'attempt', 'outcome', 'code'])
    .where('message_id', '=', messageId)
    .orderBy('position')
    .execute()

test('many chats go a step together, each in its own order, until they leave the outbox', async () => {
  const chats = [await openChat(), await openChat(), await openChat()]
  for (const text of ['раз', 'два']) for (const { chatId } of chats) await send(chatId, text)
  const claimed = await claim()
  const first = (await turn(claimed.map((chat) => ({ chat, sent: null })))).map(partOf)
  expect(first.map((part) => part.text)).toEqual(['раз', 'раз', 'раз'])
  expect(first.map((part) => part.externalChatId).toSorted()).toEqual(chats.map((chat) => chat.external))
  expect((await sendingIn(chats[0]?.chatId ?? '')).sending_message_id).not.toBeNull()
  const answered = (parts: NextPart[], id: string): Turn[] =>
    claimed.flatMap((chat, index) => {
      const part = parts[index]
      return part ? [{ chat, sent: { part, externalId: id } }] : []
    })
  const second = (await turn(answered(first, 'x1'))).map(partOf)
  expect(second.map((part) => part.text)).toEqual(['два', 'два', 'два'])
  expect(await stateOf(first[0]?.messageId ?? '')).toBe('sent')
  expect(await turn(answered(second, 'x2'))).toEqual(['over', 'over', 'over'])
  expect(await claim()).toEqual([])
  expect(await attemptsOf(second[0]?.messageId ?? '')).toEqual([
    { position: 0, attempt: 1, outcome: 'accepted', code: null },
  ])
  const { rows } = await pool.query(
    `select count(*)::int as n from changes where account_id = $1 and topic = 'message.changed'`,
    [account.accountId],
  )
  expect(rows).toEqual([{ n: 6 }])
})

test('a message of several parts is queued until its last part has left', async () => {
  const { chatId } = await openChat()
  const id = await send(chatId, `${'а'.repeat(4000)} ${'б'.repeat(4000)}`)
  const { chat, part } = await begin(chatId)
  const [next] = await turn([{ chat, sent: { part, externalId: 'm1' } }])
  expect(partOf(next)).toMatchObject({ messageId: id, position: 1, text: 'б'.repeat(4000) })
  expect(await stateOf(id)).toBe('queued')
  expect(await sendingIn(chatId)).toMatchObject({ sending_message_id: id, sending_position: 1 })
  expect(await turn([{ chat, sent: { part: partOf(next), externalId: 'm2' } }])).toEqual(['over'])
  expect(await stateOf(id)).toBe('sent')
})

test('what fails afterwards holds back what waits behind it, not what is on its way', async () => {
  const { chatId, external } = await openChat()
  const id = await send(chatId, `${'а'.repeat(4000)} ${'б'.repeat(4000)} ${'в'.repeat(4000)}`)
  const { chat, part } = await begin(chatId)
  const [next] = await turn([{ chat, sent: { part, externalId: 'l1' } }])
  await account.take({
    kind: 'failure',
    key: 'late',
    chat: external,
    externalId: 'l1',
    code: 'refused',
    detail: '',
    at: now,
  })
  expect(await turn([{ chat, sent: { part: partOf(next), externalId: 'l2' } }])).toEqual(['over'])
  const { rows } = await pool.query(
    'select state, fail_code as code from message_parts where message_id = $1 order by position',
    [id],
  )
  expect(rows).toEqual([
    { state: 'failed', code: 'refused' },
    { state: 'sent', code: null },
    { state: 'failed', code: 'earlier_part_failed' },
  ])
})

test('of much that waits the next is read from an index', async () => {
  const { chatId } = await openChat()
  for (const text of ['раз', 'два', 'три']) await send(chatId, text)
  const { rows } = await pool.query(
    `explain select message_id from message_parts p where p.account_id = $1 and p.chat_id = $2 and p.state = 'queued'
      order by p.placed_at, p.message_id, p.position limit 1`,
    [account.accountId, chatId],
  )
  const plan = rows.map((row) => row['QUERY PLAN']).join(' ')
  expect(plan).toContain('message_parts_to_send')
  expect(plan).not.toContain('Sort')
})

test('a reply to the message that has just left knows its id', async () => {
  const { chatId } = await openChat()
  const asked = await send(chatId, 'удобно завтра?')
  await send(chatId, 'или в пятницу', asked)
  const { chat, part } = await begin(chatId)
  const [next] = await turn([{ chat, sent: { part, externalId: 'q1' } }])
  expect(partOf(next)).toMatchObject({ text: 'или в пятницу', replyTo: 'q1' })
})

test('what was queued while the last part was sent is not forgotten', async () => {
  const { chatId } = await openChat()
  await send(chatId, 'раз')
  const { chat, part } = await begin(chatId)
  await send(chatId, 'два')
  const [next] = await turn([{ chat, sent: { part, externalId: 'f1' } }])
  expect(partOf(next)).toMatchObject({ text: 'два' })
})

test('a chat in which something happens right now waits for nobody and holds up nobody', async () => {
  const [busy, free] = [await openChat(), await openChat()]
  await send(busy.chatId, 'занят')
  await send(free.chatId, 'свободен')
  const turns = (await claim()).map((chat) => ({ chat, sent: null }))
  const taken = await inTransaction(db, async (tx) => {
    await sql`select from chats where id = ${busy.chatId} for no key update`.execute(tx)
    for (const one of turns.filter(({ chat }) => chat.chatId === busy.chatId))
      expect(await together.take(one)).toEqual({ kind: 'alone' })
    return turn(turns)
  })
  const texts = taken.map((one) => (one === 'busy' ? one : partOf(one).text))
  expect(texts.toSorted()).toEqual(['busy', 'свободен'])
  const { rows } = await pool.query(
    'select state from message_parts where chat_id = $1 and state is not null',
    [busy.chatId],
  )
  expect(rows).toEqual([{ state: 'queued' }])
})

test('a chat that is another’s by now is left alone', async () => {
  const { chatId } = await openChat()
  const id = await send(chatId, 'раз')
  const { chat, part } = await begin(chatId)
  await sql`update outbox set node_id = ${randomUUID()} where chat_id = ${chatId}`.execute(db)
  expect(await turn([{ chat, sent: { part, externalId: 'o1' } }])).toEqual(['odd'])
  expect(await stateOf(id)).toBe('queued')
})

test.each([
  ['uncertain', false],
  ['sent again with its key', true],
])('what was on its way when its process died is %s', async (_what, isIdempotent) => {
  const { chatId } = await openChat()
  const id = await send(chatId, 'раз')
  await send(chatId, 'два')
  const { chat, part } = await begin(chatId)
  const free = freeOutbox({ clock: () => now, isIdempotent: () => isIdempotent })
  await inTransaction(db, (tx) => free(tx, []))
  expect(await attemptsOf(id)).toEqual([
    { position: 0, attempt: 1, outcome: 'unknown', code: 'process_died' },
  ])
  expect(await stateOf(id)).toBe(isIdempotent ? 'queued' : 'uncertain')
  expect(await turn([{ chat, sent: { part, externalId: 'd1' } }])).toEqual(['odd'])
  const next = await begin(chatId)
  expect(next.part).toMatchObject(isIdempotent ? { text: 'раз', attempt: 2 } : { text: 'два', attempt: 1 })
})

test('a receipt that came before the answer, and a newer attempt, are told one by one', async () => {
  const [early, again] = [await openChat(), await openChat()]
  await send(early.chatId, 'раз')
  await send(again.chatId, 'раз')
  const claimed = await claim()
  const parts = (await turn(claimed.map((chat) => ({ chat, sent: null })))).map(partOf)
  await account.take({
    kind: 'receipt',
    key: 'early',
    chat: early.external,
    state: 'read',
    upTo: null,
    externalId: 'e1',
    at: now,
  })
  await sql`update outbox set sending_attempt = 2 where chat_id = ${again.chatId}`.execute(db)
  const turns = claimed.map((chat, index) => {
    const part = parts[index]
    return { chat, sent: part ? { part, externalId: 'e1' } : null }
  })
  expect(await turn(turns)).toEqual(['odd', 'odd'])
})

test('a paused channel keeps what has left and lets nothing more go', async () => {
  const { chatId } = await openChat()
  const first = await send(chatId, 'раз')
  const second = await send(chatId, 'два')
  const { chat, part } = await begin(chatId)
  await sql`update channels set paused_at = now(), paused_by = ${account.adminId} where id = ${account.channelId}`.execute(
    db,
  )
  expect(await turn([{ chat, sent: { part, externalId: 'p1' } }])).toEqual(['paused'])
  expect([await stateOf(first), await stateOf(second)]).toEqual(['sent', 'queued'])
})

const together = createTurns({
  db,
  pool,
  nodeId,
  clock: () => now,
  log: createLog({ level: 'silent' }),
  connect: async () => null,
  connectAll: async () => new Map(),
  openFile: async () => null,
})

test('turns asked for at the same time are one transaction', async () => {
  for (const { chatId } of [await openChat(), await openChat(), await openChat()]) await send(chatId, 'раз')
  const results = await Promise.all((await claim()).map((chat) => together.take({ chat, sent: null })))
  expect(results.map((result) => result.kind)).toEqual(['part', 'part', 'part'])
  const { rows } = await pool.query(
    `select count(distinct xmin::text)::int as n from outbox where account_id = $1 and sending_message_id is not null`,
    [account.accountId],
  )
  expect(rows).toEqual([{ n: 1 }])
})

test('an outcome that cannot be written spoils nothing: each chat goes alone', async () => {
  const [bad, good] = [await openChat(), await openChat()]
  const earlier = await send(bad.chatId, 'раз')
  const before = await begin(bad.chatId)
  expect(await turn([{ chat: before.chat, sent: { part: before.part, externalId: 'same' } }])).toEqual([
    'over',
  ])
  const again = await send(bad.chatId, 'два')
  const fine = await send(good.chatId, 'раз')
  const claimed = await claim()
  const parts = (await turn(claimed.map((chat) => ({ chat, sent: null })))).map(partOf)
  const results = await Promise.all(
    claimed.map((chat, index) => {
      const part = parts[index]
      return together.take({ chat, sent: part ? { part, externalId: 'same' } : null })
    }),
  )
  expect(results).toEqual([{ kind: 'alone' }, { kind: 'alone' }])
  expect([await stateOf(earlier), await stateOf(again), await stateOf(fine)]).toEqual([
    'sent',
    'queued',
    'queued',
  ])
})
