import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { closeConversation } from '#features/conversations'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf, type TestAccount } from './test-account.ts'

const database = await createTestDatabase()
const { db } = database

async function close(account: TestAccount, number: number): Promise<void> {
  await inTransaction(db, (tx) =>
    closeConversation(tx, {
      accountId: account.accountId,
      number,
      actor: { kind: 'user', id: account.adminId },
      way: 'hand',
      road: 'hand',
      now: new Date(),
    }),
  )
}

const conversationsOf = (account: TestAccount) =>
  db
    .selectFrom('conversations')
    .selectAll()
    .where('account_id', '=', account.accountId)
    .orderBy('number')
    .execute()
const messagesOf = (account: TestAccount) =>
  db
    .selectFrom('messages')
    .selectAll()
    .where('account_id', '=', account.accountId)
    .orderBy('placed_at')
    .orderBy('external_seq')
    .orderBy('id')
    .execute()
const countOf = async (
  account: TestAccount,
  table: 'contacts' | 'deals' | 'chats' | 'events',
): Promise<number> => {
  const { count } = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', account.accountId)
    .executeTakeFirstOrThrow()
  return count
}

/** The exact counters against a count over the rows. */
async function expectExactCounters(account: TestAccount): Promise<void> {
  const { rows } = await sql<{ kept: unknown; counted: unknown }>`
    select (select jsonb_build_object('open', coalesce(sum(open), 0), 'unread', coalesce(sum(unread), 0),
        'unanswered', coalesce(sum(unanswered), 0)) from inbox_counts where account_id = ${account.accountId}) as kept,
      (select jsonb_build_object('open', count(*), 'unread', count(*) filter (where read_at is null),
        'unanswered', count(*) filter (where waiting_since is not null)) from conversations
        where account_id = ${account.accountId} and closed_at is null) as counted`.execute(db)
  expect(rows[0]?.kept).toEqual(rows[0]?.counted)
  const cards = await sql<{ wrong: number }>`
    select count(*)::int as wrong from deals d cross join lateral (
      select count(*)::int as n, (count(*) filter (where v.read_at is null and v.closed_at is null))::int as unread
      from conversations v where v.account_id = d.account_id and v.card_kind = 'deal' and v.card_id = d.id) c
    where d.account_id = ${account.accountId} and (d.conversations <> c.n or d.unread_conversations <> c.unread)`.execute(
    db,
  )
  expect(cards.rows[0]?.wrong).toBe(0)
}

describe('a client writes', () => {
  test('the first message becomes a contact, a deal and conversation 1, unread and waiting', async () => {
    const account = await createTestAccount(database)
    await account.take(messageOf(personOf('1', 'Марина'), 'Здравствуйте'))
    const [conversation, ...others] = await conversationsOf(account)
    expect(others).toEqual([])
    expect(conversation).toMatchObject({
      number: 1,
      opened_way: 'in',
      card_kind: 'deal',
      unread: 1,
      read_at: null,
      status: 'in_work',
    })
    expect(conversation?.waiting_since).toBeInstanceOf(Date)
    const [message] = await messagesOf(account)
    expect(message).toMatchObject({ number: 1, direction: 'in', body: 'Здравствуйте', actor_kind: 'client' })
    expect(conversation?.last_message_id).toBe(message?.id)
    const deal = await db
      .selectFrom('deals')
      .selectAll()
      .where('account_id', '=', account.accountId)
      .executeTakeFirstOrThrow()
    expect(deal).toMatchObject({
      id: conversation?.card_id,
      name: 'Марина',
      conversations: 1,
      unread_conversations: 1,
    })
    const types = await db
      .selectFrom('events')
      .select('type')
      .where('account_id', '=', account.accountId)
      .orderBy('id')
      .execute()
    expect(types.map((event) => event.type).toSorted()).toEqual([
      'contact.created',
      'conversation.opened',
      'deal.created',
      'message.received',
    ])
    await expectExactCounters(account)
  })

  test('the second message stays in the open conversation', async () => {
    const account = await createTestAccount(database)
    const person = personOf('2')
    await account.take(messageOf(person, 'раз'))
    await account.take(messageOf(person, 'два'))
    expect(await conversationsOf(account)).toMatchObject([{ number: 1, unread: 2 }])
    expect((await messagesOf(account)).map((message) => message.body)).toEqual(['раз', 'два'])
    await expectExactCounters(account)
  })

  test('a closed conversation is never reopened: a new message opens the next number on the same deal', async () => {
    const account = await createTestAccount(database)
    const person = personOf('3')
    await account.take(messageOf(person, 'раз'))
    await close(account, 1)
    await account.take(messageOf(person, 'два'))
    const [first, second] = await conversationsOf(account)
    expect(first?.closed_at).toBeInstanceOf(Date)
    expect(second).toMatchObject({ number: 2, closed_at: null, card_id: first?.card_id })
    expect(await countOf(account, 'deals')).toBe(1)
    await expectExactCounters(account)
  })

  test('a contact whose only deal is lost gets a new deal', async () => {
    const account = await createTestAccount(database)
    const person = personOf('4')
    await account.take(messageOf(person, 'раз'))
    await close(account, 1)
    await sql`update deals set stage_id = 143 where account_id = ${account.accountId}`.execute(db)
    await account.take(messageOf(person, 'два'))
    expect(await countOf(account, 'deals')).toBe(2)
  })

  test('the same update taken again, in parallel and in one batch, is one message', async () => {
    const account = await createTestAccount(database)
    const message = messageOf(personOf('5'), 'раз')
    await Promise.all([account.take(message), account.take(message), account.take(message, message)])
    await account.take(message)
    const next = messageOf(personOf('5'), 'два')
    await Promise.all([account.take(next), account.take(next)])
    expect((await messagesOf(account)).map((row) => row.body)).toEqual(['раз', 'два'])
    expect(await conversationsOf(account)).toMatchObject([{ unread: 2 }])
  })

  test('a late message stands in its place by the messenger’s time and is marked', async () => {
    const account = await createTestAccount(database)
    const person = personOf('6')
    await account.take(messageOf(person, 'позже', { at: new Date(Date.now() - 1000) }))
    await account.take(messageOf(person, 'раньше', { at: new Date(Date.now() - 60_000) }))
    const messages = await messagesOf(account)
    expect(messages.map((row) => [row.body, row.is_late])).toEqual([
      ['раньше', true],
      ['позже', false],
    ])
    expect(await conversationsOf(account)).toMatchObject([{ last_message_id: messages[1]?.id, unread: 2 }])
  })

  test('a message from the future is placed at its arrival', async () => {
    const account = await createTestAccount(database)
    await account.take(messageOf(personOf('7'), 'из будущего', { at: new Date(Date.now() + 3_600_000) }))
    const [message] = await messagesOf(account)
    expect(message?.placed_at.getTime()).toBeLessThanOrEqual(Date.now())
  })

  test('an edit changes the text once and keeps what stood there; a repeat does nothing', async () => {
    const account = await createTestAccount(database)
    const original = messageOf(personOf('8'), 'первый')
    await account.take(original)
    const edit = {
      ...original,
      kind: 'edit' as const,
      key: 'e1',
      editedAt: new Date(),
      content: { ...original.content, text: 'второй' },
    }
    await account.take(edit)
    await account.take(edit)
    expect(await messagesOf(account)).toMatchObject([{ body: 'второй' }])
    const revisions = await db
      .selectFrom('message_revisions')
      .select('body')
      .where('account_id', '=', account.accountId)
      .execute()
    expect(revisions).toEqual([{ body: 'первый' }])
  })

  test('an edit before its original is stored and opens nothing; the original then opens the conversation and keeps the edited text', async () => {
    const account = await createTestAccount(database)
    const original = messageOf(personOf('9'), 'как было')
    const edit = {
      ...original,
      kind: 'edit' as const,
      key: 'e2',
      editedAt: new Date(),
      content: { ...original.content, text: 'как стало' },
    }
    await account.take(edit)
    expect(await conversationsOf(account)).toEqual([])
    expect(await messagesOf(account)).toMatchObject([{ body: 'как стало', number: null }])
    await account.take(original)
    expect(await conversationsOf(account)).toMatchObject([{ number: 1, unread: 1 }])
    expect(await messagesOf(account)).toMatchObject([{ body: 'как стало', number: 1 }])
    await expectExactCounters(account)
  })

  test('an album is one message with a part per update, also when its parts come in different batches', async () => {
    const account = await createTestAccount(database)
    const person = personOf('10')
    const photo = (name: string) => ({
      kind: 'photo' as const,
      name,
      mime: 'image/jpeg',
      sizeBytes: 10,
      durationSeconds: null,
      width: 1,
      height: 1,
      remoteRef: name,
      state: 'too_big' as const,
    })
    const part = (name: string, text: string) =>
      messageOf(person, text, {
        albumKey: 'a1',
        content: { text, entities: [], attachments: [photo(name)], unsupported: null },
      })
    await account.take(part('1.jpg', ''), part('2.jpg', ''))
    await account.take(messageOf(person, 'между'))
    await account.take(part('3.jpg', 'подпись'))
    const messages = await messagesOf(account)
    expect(messages.map((row) => row.body)).toEqual(['подпись', 'между'])
    const files = await db
      .selectFrom('attachments')
      .select(['name', 'position', 'part_position'])
      .where('account_id', '=', account.accountId)
      .orderBy('position')
      .execute()
    expect(files).toEqual([
      { name: '1.jpg', position: 0, part_position: 0 },
      { name: '2.jpg', position: 1, part_position: 1 },
      { name: '3.jpg', position: 2, part_position: 2 },
    ])
    expect(await conversationsOf(account)).toMatchObject([{ unread: 2 }])
  })

  test('blocking marks the chat and opens nothing; the next message lifts it', async () => {
    const account = await createTestAccount(database)
    const person = personOf('11')
    await account.take({ kind: 'blocked', key: 'b0', chat: '11', at: new Date(), person })
    expect(await countOf(account, 'contacts')).toBe(0)
    await account.take(messageOf(person, 'раз'))
    await close(account, 1)
    await account.take({ kind: 'blocked', key: 'b1', chat: '11', at: new Date(), person })
    const chat = () =>
      db
        .selectFrom('chats')
        .select('blocked_at')
        .where('account_id', '=', account.accountId)
        .executeTakeFirst()
    expect((await chat())?.blocked_at).toBeInstanceOf(Date)
    expect(await conversationsOf(account)).toHaveLength(1)
    await account.take(messageOf(person, 'вернулся'))
    expect((await chat())?.blocked_at).toBeNull()
  })

  test('one’s own number goes to the contact, vouched for by the messenger; a new name of the messenger renames', async () => {
    const account = await createTestAccount(database)
    await account.take(messageOf(personOf('12', 'Анна'), 'номер', { ownPhone: '+79215541807' }))
    await account.take(messageOf(personOf('12', 'Анна Петрова'), 'ещё'))
    const contact = await db
      .selectFrom('contacts')
      .select('name')
      .where('account_id', '=', account.accountId)
      .executeTakeFirst()
    expect(contact?.name).toBe('Анна Петрова')
    const points = await db
      .selectFrom('contact_points')
      .selectAll()
      .where('account_id', '=', account.accountId)
      .execute()
    expect(points).toMatchObject([
      { normal: '79215541807', shown: '+7 921 554 18 07', verified_by: 'messenger', is_primary: true },
    ])
  })

  test('nothing of a blocked contact opens or becomes unread', async () => {
    const account = await createTestAccount(database)
    const person = personOf('13')
    await account.take(messageOf(person, 'раз'))
    await close(account, 1)
    await sql`update contacts set blocked_at = now() where account_id = ${account.accountId}`.execute(db)
    await account.take(messageOf(person, 'два'))
    expect(await conversationsOf(account)).toHaveLength(1)
    expect(await messagesOf(account)).toMatchObject([{ number: 1 }, { number: null }])
  })

  test('an update our rules cannot store is set aside and the others of its batch stand', async () => {
    const account = await createTestAccount(database)
    const poison = messageOf(personOf('14'), 'яд', { externalId: 'poison', sequence: 2 ** 70 })
    await Promise.all([
      account.take(messageOf(personOf('15'), 'раз')),
      account.take(poison),
      account.take(messageOf(personOf('16'), 'два')),
    ])
    expect((await messagesOf(account)).map((row) => row.body).toSorted()).toEqual(['два', 'раз'])
    const letters = await db
      .selectFrom('dead_letters')
      .select(['raw_sealed', 'error'])
      .where('account_id', '=', account.accountId)
      .execute()
    expect(letters).toHaveLength(1)
    expect(letters[0]?.raw_sealed).not.toContain('яд')
  })
})

describe('many at once', () => {
  test('two chats of one new person at the same instant make one contact and one deal', async () => {
    const account = await createTestAccount(database)
    for (let index = 0; index < 10; index += 1) {
      const person = personOf(`twin-${index}`)
      await Promise.all([
        account.takeAt(account.channelId, messageOf(person, 'туда')),
        account.takeAt(account.secondChannelId, messageOf(person, 'сюда')),
      ])
    }
    expect(await countOf(account, 'contacts')).toBe(10)
    expect(await countOf(account, 'deals')).toBe(10)
    expect(await countOf(account, 'chats')).toBe(20)
    expect(await conversationsOf(account)).toHaveLength(20)
    await expectExactCounters(account)
  })

  test('64 writers opening conversations get every number once, without a gap, also when a third of them fail', async () => {
    const account = await createTestAccount(database)
    const second = { ...account, ...(await anotherNode(account)) }
    const work = Array.from({ length: 640 }, (_one, index) => {
      const poison = index % 3 === 0 ? { sequence: 2 ** 70 } : {}
      const message = messageOf(personOf(`w-${index}`), 'здравствуйте', poison)
      return () => (index % 2 === 0 ? account : second).take(message)
    })
    await inParallel(64, work)
    const numbers = (await conversationsOf(account)).map((row) => row.number)
    const expected = work.length - Math.ceil(work.length / 3)
    expect(numbers).toEqual(Array.from({ length: expected }, (_one, index) => index + 1))
    await expectExactCounters(account)
  })

  test('closing while clients write: numbers stay gapless, nothing lands after its closing, counters stay exact', async () => {
    const account = await createTestAccount(database)
    const second = { ...account, ...(await anotherNode(account)) }
    const people = Array.from({ length: 12 }, (_one, index) => personOf(`c-${index}`))
    const writing = people.flatMap((person) =>
      Array.from(
        { length: 30 },
        (_one, index) => () => (index % 2 ? account : second).take(messageOf(person, `${index}`)),
      ),
    )
    const closing = Array.from({ length: 150 }, () => async () => {
      const open = await db
        .selectFrom('conversations')
        .select('number')
        .where('account_id', '=', account.accountId)
        .where('closed_at', 'is', null)
        .orderBy(sql`random()`)
        .limit(1)
        .executeTakeFirst()
      if (open) await close(account, open.number)
    })
    await Promise.all([inParallel(16, writing), inParallel(4, closing)])
    expect(await messagesOf(account)).toHaveLength(360)
    const numbers = (await conversationsOf(account)).map((row) => row.number)
    expect(numbers).toEqual(numbers.map((_one, index) => index + 1))
    const late = await sql<{ count: number }>`
      select count(*)::int as count from messages m join conversations v on v.account_id = m.account_id and v.number = m.number
      join changes c on c.account_id = m.account_id and c.message_id = m.id
      join changes x on x.account_id = v.account_id and x.number = v.number and x.topic = 'conversation.closed'
      where m.account_id = ${account.accountId} and c.id > x.id and m.received_at > v.closed_at`.execute(db)
    expect(late.rows[0]?.count).toBe(0)
    await expectExactCounters(account)
  })

  async function anotherNode(account: TestAccount): Promise<Pick<TestAccount, 'intake' | 'take'>> {
    const { createIntake } = await import('./intake.ts')
    const { createLog } = await import('#lib/log')
    const intake = createIntake({
      pool: database.pool,
      db,
      clock: () => new Date(),
      secretKey: Buffer.alloc(32, 7),
      log: createLog({ level: 'silent' }),
      onCommit: () => {},
    })
    return {
      intake,
      take: (...items) =>
        intake.take({ accountId: account.accountId, id: account.channelId, kind: 'telegram' }, items, {}),
    }
  }
})

async function inParallel(width: number, work: (() => Promise<unknown>)[]): Promise<void> {
  const queue = [...work]
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await next()
    }),
  )
}
