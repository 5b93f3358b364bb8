import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { findViewer, type Viewer } from '#features/access'
import { closeConversation } from '#features/conversations'
import { keepDeadLetter } from '#features/intake'
import { sendMessage } from '#features/messages'
import { uuidv7 } from '#lib/crypto'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { migrateJobs } from '#lib/jobs'
import { hasAny, matchesAny } from '#lib/like'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { drainJobs } from '#lib/test-jobs'
import { projections } from './cli/doctor.ts'
import { eraseContact } from './features/erasure/erase-contact.ts'
import { listErasures } from './features/erasure/queries.ts'
import { monthsBefore, sweepKept } from './features/erasure/sweep-kept.ts'
import { createTestAccount, messageOf, personOf, type TestAccount } from './features/intake/test-account.ts'
import { startAnew } from './features/search/fill-search.ts'
import { jobs as searchJobs } from './features/search/jobs.ts'
import { personalDataOf } from './features.ts'

const database = await createTestDatabase()
const { db, pool } = database
const secretKey = Buffer.alloc(32, 7)
const kinds = personalDataOf({ secretKey })
const now = new Date('2026-11-26T12:00:00.000Z')

/** What stands only in her rows. */
const name = 'Ольга Бергамотова'
const signs = ['Бергамотов', 'бергамот', 'olga_handle', '79215550177', '5550177', 'chat-of-olga', 'кардамон']
const olga = { ...personOf('chat-of-olga', name), handle: 'olga_handle' }
const other = personOf('chat-of-igor', 'Игорь Лимонов')

let account: TestAccount
let anna: Viewer
let contactId = 0
let number = 0

beforeAll(async () => {
  await migrateJobs(pool)
  account = await createTestAccount(database, () => now)
  const viewer = await findViewer(db, account.accountId, account.adminId)
  if (!viewer) throw new Error('The account has no admin')
  anna = viewer
})

/** A person of whom there is something of every kind, and another one who must not suffer from it. */
async function fill(): Promise<void> {
  const { accountId, channelId, adminId } = account
  await account.take(messageOf(other, 'Хочу лимон'))
  await account.take(messageOf(olga, 'Хочу бергамот', { ownPhone: '+79215550177' }))
  const edited = messageOf(olga, 'и кардамон')
  await account.take(edited)
  await account.take({
    ...edited,
    kind: 'edit',
    key: 'edit-1',
    editedAt: now,
    content: { text: 'и ещё кардамон', entities: [], attachments: [], unsupported: null },
  })
  const { rows } = await sql<{ contactId: number; chatId: string; number: number; dealId: number }>`
    select v.contact_id as "contactId", v.chat_id as "chatId", v.number, v.card_id as "dealId" from conversations v
    join chats c on c.account_id = v.account_id and c.id = v.chat_id
    where v.account_id = ${accountId} and c.external_chat_id = 'chat-of-olga'`.execute(db)
  const [found] = rows
  if (!found) throw new Error('Nothing came of her message')
  const { chatId, dealId } = found
  contactId = found.contactId
  number = found.number
  await inTransaction(db, (tx) =>
    sendMessage(
      tx,
      { kind: 'user', viewer: anna },
      {
        id: uuidv7(),
        chatId,
        text: 'Бергамот есть',
        fileIds: [],
        replyToId: null,
        card: null,
        seenMessageId: null,
        anyway: true,
      },
      now,
    ),
  )
  const file = randomUUID()
  const team = randomUUID()
  const said = randomUUID()
  await sql`insert into files (account_id, id, sha256, size_bytes, name, mime, storage_key, uploaded_by_kind, chat_id)
    values (${accountId}, ${file}, 'x', 4, 'бергамот.jpg', 'image/jpeg', ${file}, 'client', ${chatId})`.execute(
    db,
  )
  await sql`insert into attachments (account_id, message_id, position, part_position, file_id, kind, name, state)
    select ${accountId}, id, 0, 0, ${file}, 'photo', 'бергамот.jpg', 'ready' from messages where chat_id = ${chatId}
    order by placed_at limit 1`.execute(db)
  await sql`update messages set has_attachments = true, quote = '{"text": "бергамот"}', forwarded_from = 'Бергамотов'
    where id = (select message_id from attachments where file_id = ${file})`.execute(db)
  await sql`update contacts set fields = '{"1": "бергамот"}' where account_id = ${accountId} and id = ${contactId}`.execute(
    db,
  )
  await sql`update deals set fields = '{"2": "бергамот"}' where account_id = ${accountId} and id = ${dealId}`.execute(
    db,
  )
  await sql`insert into notes (account_id, request_id, entity_kind, entity_id, text, author_kind, created_at)
    values (${accountId}, ${randomUUID()}, 'contact', ${contactId}, 'любит бергамот', 'user', ${now}),
      (${accountId}, ${randomUUID()}, 'deal', ${dealId}, 'опять бергамот', 'user', ${now})`.execute(db)
  await sql`with t as (insert into task_types (account_id, name, position) values (${accountId}, 'Дело', 9) returning id)
    insert into tasks (account_id, request_id, type_id, text, due_at, remind_at, responsible_user_id, card_kind, card_id,
      created_by, created_at, updated_at)
    select ${accountId}, ${randomUUID()}, id, 'Позвонить: бергамот', ${now}, ${now}, ${adminId}, 'deal', ${dealId}, ${adminId}, ${now},
      ${now} from t`.execute(db)
  await sql`insert into internal_chats (account_id, id, kind, card_kind, card_id, created_at, created_by, last_at, last_seq)
    values (${accountId}, ${team}, 'card', 'deal', ${dealId}, ${now}, ${adminId}, ${now}, 1)`.execute(db)
  await sql`insert into internal_messages (account_id, id, chat_id, author_user_id, body, at, seq)
    values (${accountId}, ${said}, ${team}, ${adminId}, 'Бергамотова торгуется', ${now}, 1)`.execute(db)
  await sql`insert into internal_revisions (account_id, message_id, body, at)
    values (${accountId}, ${said}, 'Бергамотова', ${now})`.execute(db)
  await sql`insert into scheduled_messages (account_id, id, chat_id, user_id, body, at)
    values (${accountId}, ${randomUUID()}, ${chatId}, ${adminId}, 'бергамот завтра', ${now})`.execute(db)
  await sql`insert into drafts (account_id, user_id, chat_id, body) values (${accountId}, ${adminId}, ${chatId}, 'бергамо')`.execute(
    db,
  )
  await sql`insert into notifications (account_id, id, user_id, kind, number, text, at)
    values (${accountId}, ${randomUUID()}, ${adminId}, 'incoming', ${number}, 'бергамот', ${now})`.execute(db)
  await sql`insert into events (account_id, at, id, type, actor_kind, road, subject_kind, subject_id, contact_id, card_kind, card_id,
      before, after)
    values (${accountId}, ${now}, ${randomUUID()}, 'contact.changed', 'user', 'hand', 'contact', ${String(contactId)}, ${contactId},
      null, null, '{"name": "Бергамотова"}', '{"name": "Бергамот"}')`.execute(db)
  await keepDeadLetter(
    { db, secretKey },
    { accountId, id: channelId },
    { chat: 'chat-of-olga' },
    new Error('chat-of-olga cannot be read'),
    'unreadable',
  )
  // Of somebody who is called the same.
  const namesake = { chat: 'chat-of-namesake', first_name: name }
  await keepDeadLetter(
    { db, secretKey },
    { accountId, id: channelId },
    namesake,
    new Error('of another'),
    'unreadable',
  )
  await index()
}

async function index(): Promise<void> {
  await inTransaction(db, (tx) => startAnew(tx, account.accountId))
  await drainJobs(pool, searchJobs({ db }))
}

/** Tables in whose rows of this account one of her signs stands, as a dump would show it. */
async function tracesOf(words: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{
    table: string
  }>`select table_schema || '.' || table_name as table from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker')`.execute(db)
  const found: string[] = []
  for (const { table } of rows) {
    const all = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t`.execute(db)
    for (const { row } of all.rows)
      for (const word of words)
        if (row.toLowerCase().includes(word.toLowerCase())) found.push(`${table}: ${word}`)
  }
  return found
}

const erase = (wish: { contactId: number; name: string }): ReturnType<typeof eraseContact> =>
  inTransaction(db, (tx) => eraseContact(tx, kinds, anna, wish, now))

test('a name that is another erases nothing, nor does who is not there', async () => {
  await fill()
  expect(await tracesOf(signs)).not.toEqual([])
  await expect(erase({ contactId, name: 'Ольга' })).rejects.toEqual(new AppError('erasure.name_differs'))
  await expect(erase({ contactId: 999_999, name })).rejects.toEqual(new AppError('contact.not_found'))
  expect(await listErasures(db, account.accountId)).toEqual([])
})

test('who is erased leaves no trace in a dump but the number of his conversation', async () => {
  const proof = await erase({ contactId, name: ` ${name} ` })
  expect(await tracesOf(signs)).toEqual([])
  expect(proof).toMatchObject({ contactId, conversations: [number], remaining: {} })
  expect(Object.keys(proof.erased).toSorted()).toEqual(
    'cards chats contact conversations drafts events fields files internal letters messages notes notifications points scheduled search tasks'.split(
      ' ',
    ),
  )
  expect(await listErasures(db, account.accountId)).toEqual([proof])
  const { rows } =
    await sql`select v.number, v.closed_at is not null as closed, v.emptied_at as emptied, k.name, d.name as deal
    from conversations v join contacts k on k.account_id = v.account_id and k.id = v.contact_id
    join deals d on d.account_id = v.account_id and d.id = v.card_id
    where v.account_id = ${account.accountId} and v.number = ${number}`.execute(db)
  const erased = 'Стёртый контакт'
  expect(rows).toEqual([{ number, closed: true, emptied: now, name: erased, deal: erased }])
  expect(await findWrongProjections(pool, projections)).toEqual([])
})

test('the other client is as he was, and so is what came of a namesake and could not be taken', async () => {
  const letters = await sql`select error from dead_letters where raw_sealed is not null`.execute(db)
  expect(letters.rows).toEqual([{ error: 'of another' }])
  expect(await tracesOf(['Хочу лимон'])).toEqual(['public.messages: Хочу лимон'])
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from conversations
    where account_id = ${account.accountId} and closed_at is null and emptied_at is null`.execute(db)
  expect(rows).toEqual([{ n: 1 }])
})

test('he is not erased twice; what he writes afterwards is of somebody new', async () => {
  await expect(erase({ contactId, name })).rejects.toEqual(new AppError('contact.not_found'))
  await account.take(messageOf(olga, 'Снова я'))
  const { rows } = await sql<{ contactId: number }>`select v.contact_id as "contactId" from conversations v
    where v.account_id = ${account.accountId} order by v.number desc limit 1`.execute(db)
  expect(rows[0]?.contactId).not.toBe(contactId)
})

test('what comes while he is erased is lost nowhere: it went with him, or is of somebody new', async () => {
  const mint = personOf('chat-of-mint', 'Мята')
  for (let round = 0; round < 5; round += 1) {
    await account.take(messageOf(mint, `первое ${round}`))
    const { rows } = await sql<{ id: number }>`select c.contact_id as id from chats c
      where c.account_id = ${account.accountId} and c.external_chat_id = 'chat-of-mint'`.execute(db)
    const before = await countOf()
    await Promise.all([
      erase({ contactId: rows[0]?.id ?? 0, name: 'Мята' }),
      account.take(messageOf(mint, `второе ${round}`)),
    ])
    expect(await countOf()).toBe(before + 1)
    expect(
      (
        await sql`select error from dead_letters where raw_sealed is not null and error <> 'of another'`.execute(
          db,
        )
      ).rows,
    ).toEqual([])
  }
  await index()
  expect(await findWrongProjections(pool, projections)).toEqual([])
})

test.each([
  ['Доставка в январе', 'Ян', false],
  ['Ян, зерно', 'ян', true],
  ['{"name": "Ян"}', 'Ян', true],
  ['Звонок на +7 (921) 555.', '+7 (921) 555', true],
  ['заказ 1234567', '34567', false],
  ['100% зерно', '100%', true],
])('%s tells of %s: %s', async (text, word, isNamed) => {
  const { rows } = await sql<{ is: boolean }>`select ${matchesAny(sql`${text}::text`, [word])} as is`.execute(
    db,
  )
  expect(rows).toEqual([{ is: isNamed }])
  expect(hasAny(text, [word])).toBe(isNamed)
})

test.each([
  ['2026-03-31T10:00:00.000Z', 1, '2026-02-28T10:00:00.000Z'],
  ['2026-11-26T12:00:00.000Z', 12, '2025-11-26T12:00:00.000Z'],
  ['2028-02-29T00:00:00.000Z', 12, '2027-02-28T00:00:00.000Z'],
])('%s, kept for %d months, begins at %s', (at, months, from) => {
  expect(monthsBefore(new Date(at), months)).toEqual(new Date(from))
})

test('what was kept long enough goes, each kind by its own time; the rest stays', async () => {
  const { accountId } = account
  const daysAgo = (days: number): Date => new Date(now.getTime() - days * 24 * 60 * 60 * 1000)
  const clients = ['давно', 'недавно', 'открыта'].map((word) => personOf(`chat-${word}`, `Клиент ${word}`))
  for (const client of clients) await account.take(messageOf(client, `слова ${client.name}`))
  const numberOf = async (chat: string): Promise<number> => {
    const { rows } = await sql<{ number: number }>`select open_number as number from chats
      where account_id = ${accountId} and external_chat_id = ${chat}`.execute(db)
    return rows[0]?.number ?? 0
  }
  const [old, young] = [await numberOf('chat-давно'), await numberOf('chat-недавно')]
  for (const each of [old, young])
    await inTransaction(db, (tx) =>
      closeConversation(tx, {
        accountId,
        number: each,
        actor: { kind: 'user', id: anna.userId },
        way: 'hand',
        road: 'hand',
        now: each === old ? daysAgo(40) : daysAgo(20),
      }),
    )
  const event = {
    account_id: accountId,
    actor_kind: 'system',
    road: 'rule',
    subject_kind: 'deal',
    subject_id: '1',
  }
  const [kept, gone] = [randomUUID(), randomUUID()]
  await db
    .insertInto('events')
    .values([
      { ...event, id: kept, type: 'deal.moved', at: daysAgo(80) },
      { ...event, id: gone, type: 'deal.moved', at: daysAgo(100) },
    ])
    .execute()
  await sweepKept(db, now)
  expect(await tracesOf(['слова Клиент давно'])).not.toEqual([])

  await sql`update accounts set settings = settings || '{"retention": {"messages": 1, "files": null, "internal": null, "events": 3}}'
    where id = ${accountId}`.execute(db)
  await sweepKept(db, now)
  await index()
  const left = await tracesOf(clients.map(({ name: each }) => `слова ${each}`))
  expect(left).toEqual(['public.messages: слова Клиент недавно', 'public.messages: слова Клиент открыта'])
  const { rows } =
    await sql`select number from conversations where account_id = ${accountId} and number = any(${[old, young]}::bigint[])
    and emptied_at is not null`.execute(db)
  expect(rows).toEqual([{ number: old }])
  const events = await db.selectFrom('events').select('id').where('id', 'in', [kept, gone]).execute()
  expect(events).toEqual([{ id: kept }])
  expect(await findWrongProjections(pool, projections)).toEqual([])
})

async function countOf(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from messages
    where account_id = ${account.accountId}`.execute(db)
  return rows[0]?.n ?? 0
}
