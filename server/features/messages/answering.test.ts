import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { uuidv7 } from '#lib/crypto'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { findViewer, type Viewer } from '#features/access'
import { closeConversation, dismissConversation, markRead, markUnread } from '#features/conversations'
import { createTestAccount, messageOf, personOf, type TestAccount } from '../intake/test-account.ts'
import { failPart } from './fail-part.ts'
import { moveDeliveries } from './move-delivery.ts'
import { retryMessage } from './retry-message.ts'
import { sendMessage, type Sending } from './send-message.ts'

const database = await createTestDatabase()
const { db } = database

let account: TestAccount
let admin: Viewer
let colleague: Viewer
const client = personOf('500', 'Марина')

beforeEach(async () => {
  account = await createTestAccount(database)
  admin = await viewerOf(account.adminId)
  colleague = await viewerOf(await addUser('Борис'))
  await account.take(messageOf(client, 'Здравствуйте'))
})

async function viewerOf(userId: number): Promise<Viewer> {
  const viewer = await findViewer(db, account.accountId, userId)
  if (!viewer) throw new Error('no such user')
  return viewer
}

async function addUser(name: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into users (account_id, login_id, name, email, role_id, language, time_zone)
    select ${account.accountId}, ${uuidv7()}, ${name}, ${`${name}@example.com`}, id, 'ru', 'UTC' from roles
    where account_id = ${account.accountId} and kind = 'member' returning id`.execute(db)
  return rows[0]?.id ?? 0
}

async function chat(): Promise<{ id: string; open: number | null }> {
  return db
    .selectFrom('chats')
    .select(['id', 'open_number as open'])
    .where('account_id', '=', account.accountId)
    .executeTakeFirstOrThrow()
}

const conversation = (number: number) =>
  db
    .selectFrom('conversations')
    .selectAll()
    .where('account_id', '=', account.accountId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()

async function send(viewer: Viewer, rest: Partial<Sending> = {}): Promise<string> {
  const { id: chatId } = await chat()
  const sending: Sending = {
    id: uuidv7(),
    chatId,
    text: 'Добрый день',
    fileIds: [],
    replyToId: null,
    card: null,
    seenMessageId: null,
    anyway: false,
    ...rest,
  }
  return inTransaction(db, (tx) => sendMessage(tx, { kind: 'user', viewer }, sending, new Date()))
}

const close = (number: number, rest: { seenMessageId?: string | null } = {}) =>
  inTransaction(db, (tx) =>
    closeConversation(tx, {
      accountId: account.accountId,
      number,
      actor: { kind: 'user', id: admin.userId },
      way: 'hand',
      road: 'hand',
      now: new Date(),
      ...rest,
    }),
  )

async function countEvents(type: string): Promise<number> {
  const rows = await db
    .selectFrom('events')
    .select('id')
    .where('account_id', '=', account.accountId)
    .where('type', '=', type)
    .execute()
  return rows.length
}

async function expectCounts(open: number, unread: number, unanswered: number): Promise<void> {
  const { rows } =
    await sql`select coalesce(sum(open), 0)::int as open, coalesce(sum(unread), 0)::int as unread,
    coalesce(sum(unanswered), 0)::int as unanswered from inbox_counts where account_id = ${account.accountId}`.execute(
      db,
    )
  expect(rows[0]).toEqual({ open, unread, unanswered })
}

describe('answering', () => {
  test('a person’s answer reads the conversation and ends the wait at once, and stands in the outbox', async () => {
    const id = await send(admin)
    expect(await conversation(1)).toMatchObject({
      unread: 0,
      waiting_since: null,
      last_answer_id: id,
      last_message_id: id,
    })
    await expectCounts(1, 0, 0)
    const parts = await db
      .selectFrom('message_parts')
      .select(['state', 'sent_text'])
      .where('message_id', '=', id)
      .execute()
    expect(parts).toEqual([{ state: 'queued', sent_text: 'Добрый день' }])
    expect(
      await db.selectFrom('outbox').select('chat_id').where('account_id', '=', account.accountId).execute(),
    ).toHaveLength(1)
  })

  test('the same id sent twice, also at the same time, is one message', async () => {
    const id = uuidv7()
    await Promise.all([send(admin, { id }), send(admin, { id }), send(admin, { id })])
    const rows = await db
      .selectFrom('messages')
      .select('id')
      .where('account_id', '=', account.accountId)
      .where('direction', '=', 'out')
      .execute()
    expect(rows).toEqual([{ id }])
  })

  test('an id that another message has is refused, and nothing is written', async () => {
    const id = await send(admin)
    await expect(send(colleague, { id })).rejects.toMatchObject({ code: 'request.invalid' })
  })

  test('an empty message is refused', async () => {
    await expect(send(admin, { text: '  \n ' })).rejects.toMatchObject({ code: 'message.empty' })
    await expectCounts(1, 1, 1)
  })

  test('an outgoing message in a closed chat opens the next number on the latest open deal, and never makes a deal', async () => {
    await close(1)
    await send(admin)
    const first = await conversation(1)
    expect(await conversation(2)).toMatchObject({
      opened_way: 'out',
      card_id: first.card_id,
      waiting_since: null,
      unread: 0,
    })
    await close(2)
    await sql`update deals set stage_id = 143 where account_id = ${account.accountId}`.execute(db)
    await send(admin)
    expect(await conversation(3)).toMatchObject({ opened_way: 'out', card_id: null })
    await account.take(messageOf(client, 'Спасибо'))
    expect(await conversation(3)).toMatchObject({ card_id: null, unread: 1 })
    expect(
      await db.selectFrom('deals').select('id').where('account_id', '=', account.accountId).execute(),
    ).toHaveLength(1)
  })

  test('if a colleague answered since the composer was opened, sending asks once', async () => {
    const seen = (await conversation(1)).last_message_id
    await send(colleague, { seenMessageId: seen })
    await expect(send(admin, { seenMessageId: seen })).rejects.toMatchObject({
      code: 'message.answered_meanwhile',
    })
    await send(admin, { seenMessageId: seen, anyway: true })
    await send(admin, { seenMessageId: seen })
  })

  test('a role that does not answer clients cannot write', async () => {
    await expect(send({ ...colleague, isAdmin: false, answersClients: false })).rejects.toMatchObject({
      code: 'chat.cannot_write',
      details: { reason: 'no_right' },
    })
  })

  test('when no part of an answer leaves, the wait comes back with its old start; a retry ends it again', async () => {
    const { waiting_since: start } = await conversation(1)
    const id = await send(admin)
    const { id: chatId } = await chat()
    await inTransaction(db, (tx) =>
      failPart(
        tx,
        {
          accountId: account.accountId,
          chatId,
          channelId: account.channelId,
          messageId: id,
          position: 0,
          number: 1,
        },
        'refused',
        new Date(),
      ),
    )
    expect((await conversation(1)).waiting_since).toEqual(start)
    await expectCounts(1, 0, 1)
    await inTransaction(db, (tx) => retryMessage(tx, admin, { messageId: id, uncertain: false }, new Date()))
    expect((await conversation(1)).waiting_since).toBeNull()
    await expectCounts(1, 0, 0)
  })

  test('a failed answer does not bring the wait back when another answer followed', async () => {
    const first = await send(admin)
    await send(colleague)
    const { id: chatId } = await chat()
    await inTransaction(db, (tx) =>
      failPart(
        tx,
        {
          accountId: account.accountId,
          chatId,
          channelId: account.channelId,
          messageId: first,
          position: 0,
          number: 1,
        },
        'refused',
        new Date(),
      ),
    )
    expect((await conversation(1)).waiting_since).toBeNull()
  })

  test('receipts never go backwards', async () => {
    const [id, other] = [await send(admin), await send(admin)]
    const { id: chatId } = await chat()
    await sql`update message_parts set state = 'sent', external_id = case when message_id = ${id} then 'x1' else 'x2' end
      where message_id in (${id}, ${other})`.execute(db)
    const receipt = (state: 'delivered' | 'read') =>
      inTransaction(db, (tx) =>
        moveDeliveries(tx, account.accountId, [{ chatId, state, upTo: null, externalId: 'x1' }]),
      )
    await receipt('read')
    await receipt('delivered')
    await inTransaction(db, (tx) =>
      moveDeliveries(
        tx,
        account.accountId,
        (['read', 'delivered'] as const).map((state) => ({ chatId, state, upTo: null, externalId: 'x2' })),
      ),
    )
    const told = await db.selectFrom('messages').select('state').where('id', '=', other).executeTakeFirst()
    expect(told?.state).toBe('read')
    const part = await db
      .selectFrom('message_parts')
      .select('state')
      .where('message_id', '=', id)
      .executeTakeFirst()
    expect(part?.state).toBe('read')
  })
})

describe('reading, dismissing, closing', () => {
  test('no reply needed reads the conversation and ends the wait; repeating it is no second event', async () => {
    const dismiss = () =>
      inTransaction(db, (tx) =>
        dismissConversation(tx, {
          accountId: account.accountId,
          number: 1,
          actor: { kind: 'user', id: admin.userId },
          now: new Date(),
        }),
      )
    await dismiss()
    await dismiss()
    expect(await conversation(1)).toMatchObject({ unread: 0, waiting_since: null, closed_at: null })
    expect(await countEvents('conversation.dismissed')).toBe(1)
    await expectCounts(1, 0, 0)
    await account.take(messageOf(client, 'Ещё вопрос'))
    await expectCounts(1, 1, 1)
  })

  test('a look reads only for those the message was meant for: the responsible, or without one the admins', async () => {
    const look = (viewer: Viewer) =>
      inTransaction(db, (tx) =>
        markRead(tx, {
          accountId: account.accountId,
          number: 1,
          userId: viewer.userId,
          way: 'visible',
          upTo: null,
          now: new Date(),
        }),
      )
    await look(colleague)
    expect((await conversation(1)).read_at).toBeNull()
    await look(admin)
    const read = await conversation(1)
    expect(read.read_at).toBeInstanceOf(Date)
    // Read is not answered: the client still waits.
    expect(read.waiting_since).toBeInstanceOf(Date)
    await expectCounts(1, 0, 1)
  })

  test('a look that has not seen the newest message changes nothing', async () => {
    const seen = (await conversation(1)).last_message_id
    await new Promise((resolve) => setImmediate(resolve))
    await account.take(messageOf(client, 'и ещё'))
    await inTransaction(db, (tx) =>
      markRead(tx, {
        accountId: account.accountId,
        number: 1,
        userId: admin.userId,
        way: 'visible',
        upTo: seen,
        now: new Date(),
      }),
    )
    expect((await conversation(1)).read_at).toBeNull()
  })

  test('marked unread again, it counts as unread and starts no wait', async () => {
    await send(admin)
    await inTransaction(db, (tx) => markUnread(tx, { accountId: account.accountId, number: 1 }))
    await expectCounts(1, 1, 0)
  })

  test('closing reads and ends the wait; a second close is the same closure without an event', async () => {
    await close(1)
    const first = await db
      .selectFrom('closures')
      .selectAll()
      .where('account_id', '=', account.accountId)
      .executeTakeFirstOrThrow()
    await close(1)
    expect(
      await db.selectFrom('closures').selectAll().where('account_id', '=', account.accountId).execute(),
    ).toEqual([first])
    expect(await countEvents('conversation.closed')).toBe(1)
    await expectCounts(0, 0, 0)
    expect((await chat()).open).toBeNull()
  })

  test('a client’s message newer than what the closer saw is told first', async () => {
    const seen = (await conversation(1)).last_message_id
    await account.take(messageOf(client, 'подождите'))
    await expect(close(1, { seenMessageId: seen })).rejects.toMatchObject({
      code: 'conversation.new_message',
    })
    expect((await conversation(1)).closed_at).toBeNull()
    await close(1, { seenMessageId: (await conversation(1)).last_message_id })
    expect((await conversation(1)).closed_at).toBeInstanceOf(Date)
  })

  test('two colleagues closing at the same instant make one closure', async () => {
    await Promise.all([close(1), close(1), close(1)])
    expect(await countEvents('conversation.closed')).toBe(1)
  })
})
