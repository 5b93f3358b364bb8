import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SearchAnswer, SearchHit } from '#contract/search'
import { inTransaction } from '#lib/db'
import { migrateJobs } from '#lib/jobs'
import { createLog } from '#lib/log'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { drainJobs } from '#lib/test-jobs'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import * as internal from '../internal/index.ts'
import { messageOf, personOf } from '../intake/test-account.ts'
import * as notes from '../notes/index.ts'
import { startAnew } from './fill-search.ts'
import { indexMessages } from './index-messages.ts'
import { jobs } from './jobs.ts'
import { projections } from './projections.ts'
import { routes } from './routes.ts'
import { fullSlice } from './slices.ts'
import { startSearch } from './start-search.ts'

const database = await createTestDatabase()
const { db } = database
await migrateJobs(database.pool)
const searching = startSearch({ db, log: createLog({ level: 'silent' }), tail: null })
afterAll(() => searching.close())
const createCrm = await openCrm(database, (deps) => [
  ...routes(deps),
  ...internal.routes(deps),
  ...notes.routes(deps),
])

let crm: TestCrm
/** Sees all; sees what is her own; sees all and takes part in nothing. */
let anna: number
let olga: number
let pavel: number
let maria: { number: number; dealId: number; contactId: number }

/** A client writes at this time of 2026-11-26. */
async function say(person: string, text: string, time = '10:00', more: object = {}): Promise<string> {
  const message = messageOf(personOf(`${crm.accountId}-${person}`, person), text, {
    at: new Date(`2026-11-26T${time}:00Z`),
    ...more,
  })
  await crm.take(message)
  const { rows } = await sql<{ id: string }>`select m.id from messages m join message_parts p
    on p.account_id = m.account_id and p.message_id = m.id
    where m.account_id = ${crm.accountId} and p.external_id = ${message.externalId}`.execute(db)
  return rows[0]?.id ?? ''
}

async function ask(q: string, more = '', userId = anna): Promise<SearchAnswer> {
  await searching.drain()
  const { status, body } = await crm.call(userId, 'GET', `/search?q=${encodeURIComponent(q)}&${more}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as SearchAnswer
}

const textOf = (hit: SearchHit): string => {
  const pieces = 'excerpt' in hit ? hit.excerpt : hit.name
  return pieces.map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join('')
}
const texts = async (q: string, more = 'kind=messages', userId = anna): Promise<string[]> =>
  (await ask(q, more, userId)).items.map(textOf)

beforeAll(async () => {
  crm = await createCrm()
  anna = crm.adminId
  const group = await crm.addGroup()
  const own = { view: 'own' } as const
  olga = await crm.addUser({ deals: own, customers: own, contacts: own, companies: own }, group)
  pavel = await crm.addUser({})
  maria = await crm.write('Мария Семёнова', 'Здравствуйте')
  await sql`update contacts set responsible_user_id = ${olga} where account_id = ${crm.accountId} and id = ${maria.contactId}`.execute(
    db,
  )
  await sql`update deals set responsible_user_id = ${olga} where account_id = ${crm.accountId} and id = ${maria.dealId}`.execute(
    db,
  )
  await sql`update conversations set responsible_user_id = ${olga}, contact_responsible_user_id = ${olga}
    where account_id = ${crm.accountId} and number = ${maria.number}`.execute(db)
})

describe('words', () => {
  test('are found in any form, whatever the case, ё or е, and in the order of time, newest first', async () => {
    await say('Пётр', 'Хочу купить Ёлку', '08:00')
    await say('Пётр', 'Две елки, пожалуйста', '08:02')
    await say('Пётр', 'Палки', '08:01')
    expect(await texts('ёлками')).toEqual(['Две [елки], пожалуйста', 'Хочу купить [Ёлку]'])
    await say('Пётр', 'Do you sell chairs?', '08:03')
    expect(await texts('chair')).toEqual(['Do you sell [chairs]?'])
  })

  test('are found by their parts of three letters and more, and shorter ones whole', async () => {
    await say('Пётр', 'Сколько стоит перевозка на юг?', '08:10')
    expect(await texts('возк')).toEqual(['Сколько стоит [перевозка] на юг?'])
    expect(await texts('юг')).toEqual(['Сколько стоит перевозка на [юг]?'])
    expect(await texts('ю')).toEqual([])
    expect(await texts('перевозка север')).toEqual([])
  })

  test('in quotes stand exactly so and next to each other', async () => {
    await say('Пётр', 'Синий стол и белый стул', '08:20')
    await say('Пётр', 'Белый стол', '08:21')
    await say('Пётр', 'Белые, столы', '08:22')
    expect(await texts('"белый стол"')).toEqual(['[Белый] [стол]'])
    expect(await texts('«и белый»')).toHaveLength(1)
    expect(await texts('белый стол')).toHaveLength(3)
  })

  test('of addresses, names of files and numbers are found one by one', async () => {
    await say('Пётр', 'см. https://Shop.Example.com/sale?id=77', '08:30')
    expect(await texts('shop.example.com')).toHaveLength(1)
    expect(await texts('sale 77')).toHaveLength(1)
  })

  test.each([
    ['Ёлка, ё — e\u0301t\u00e9', 'елка е ete'],
    ['Мои\u0306 но́вый', 'мой но\u0301вый'],
    ['5e10 15шт 1e5x, № 7', '5e10 15шт 1e5x 7'],
    ['ґанок 日本 語 Ω ω ½', 'ґанок 日本 語 ω ω'],
    ['a_b-c/d.e@f', 'a b c d e f'],
  ])('%j is searched as %j, and its parts are what the parser makes of it', async (given, said) => {
    const { rows } = await sql<{
      said: string
      parts: string[]
      parsed: string[]
    }>`select trim(s.said) as said,
        (select array_agg(distinct p order by p) from unnest(search_parts(s.said)) p) as parts,
        (select array_agg(distinct p order by p) from unnest(tsvector_to_array(to_tsvector('simple', s.said))) p) as parsed
      from (select search_text(${given}) as said) s`.execute(db)
    expect(rows[0]?.said).toBe(said)
    expect(rows[0]?.parts).toEqual(rows[0]?.parsed)
  })

  test('signs of the query language mean nothing in them', async () => {
    for (const q of ["it's", '\\', "' | '", ':*', '&', '!кот', '%', '_', '(((']) {
      const { items } = await ask(q)
      expect(items, q).toEqual([])
    }
  })
})

test.each(['+7 (999) 123-45-67', '89991234567', '8 999 123 45 67', '123-45-67'])(
  'a phone is found by %s, in any notation, in messages and of contacts',
  async (q) => {
    if (q.startsWith('+')) {
      await say('Пётр', 'мой номер 8-999-123-45-67, звоните', '08:40')
      await sql`insert into contact_points (account_id, contact_id, kind, normal, shown)
        values (${crm.accountId}, ${maria.contactId}, 'phone', '79991234567', '+7 999 123-45-67')`.execute(db)
    }
    expect(await texts(q)).toEqual(['мой номер [8-999-123-45-67], звоните'])
    expect(await texts(q, 'kind=contacts')).toEqual(['Мария Семёнова'])
  },
)

describe('conditions', () => {
  beforeAll(async () => {
    await say('Роман', 'Привет от Романа', '09:00')
    await say('Мария Семёнова', 'Привет от Марии', '09:01')
    await crm.takeAt(
      crm.secondChannelId,
      messageOf(personOf('Роман2', 'Роман'), 'Привет из второго', { at: new Date('2026-11-26T09:02:00Z') }),
    )
    await sql`update channels set name = 'Второй бот' where account_id = ${crm.accountId} and id = ${crm.secondChannelId}`.execute(
      db,
    )
    const { rows } = await sql<{ chatId: string }>`select chat_id as "chatId" from conversations
      where account_id = ${crm.accountId} and number = ${maria.number}`.execute(db)
    const id = randomUUID()
    await sql`insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, actor_id, body, placed_at, received_at, has_attachments)
      values (${crm.accountId}, ${id}, ${rows[0]?.chatId}, ${maria.number}, 'out', 'text', 'user', ${olga}, 'Привет, вот договор',
        '2026-11-24T21:30:00Z', now(), true)`.execute(db)
    await sql`insert into attachments (account_id, message_id, position, part_position, kind, name, state)
      values (${crm.accountId}, ${id}, 0, 0, 'document', 'Договор_поставки-2026.pdf', 'ready')`.execute(db)
    await inTransaction(db, (tx) => indexMessages(tx, crm.accountId, [id]))
  })

  test.each([
    ['привет from:Роман', ['[Привет] из второго', '[Привет] от Романа']],
    ['привет от:"мария семенова"', ['[Привет] от Марии']],
    ['привет from:client channel:"второй бот"', ['[Привет] из второго']],
    ['привет канал:телеграм до:2026-11-26', ['[Привет], вот договор']],
    // 21:30 in UTC is half past midnight of the 25th in the account's zone.
    ['привет after:25.11.2026 before:26.11.2026', ['[Привет], вот договор']],
    ['привет до:25.11.2026', []],
    ['has:file', ['Привет, вот договор']],
    ['привет есть:фото', []],
    ['привет from:никто', []],
  ])('%s', async (q, found) => {
    expect(await texts(q)).toEqual(found)
  })

  test('"me" is who asks', async () => {
    expect(await texts('привет from:me', 'kind=messages', olga)).toEqual(['[Привет], вот договор'])
    expect(await texts('привет от:меня')).toEqual([])
  })

  test('files are found by the words of their names', async () => {
    const { items } = await ask('поставка', 'kind=files')
    expect(items).toMatchObject([
      {
        kind: 'message',
        files: [{ name: [{ isHit: false }, { text: 'поставки', isHit: true }, { isHit: false }] }],
      },
    ])
    expect((await ask('привет', 'kind=files')).items).toEqual([])
    expect((await ask('договор 2026')).items).toHaveLength(1)
  })

  test.each([
    ['after:скоро', { operator: 'after', value: 'скоро' }],
    ['есть:счастье', { operator: 'есть', value: 'счастье' }],
    ['channel:"третий бот" привет', { operator: 'channel', value: 'третий бот' }],
  ])('%s is answered by what is wrong', async (q, details) => {
    const { status, body } = await crm.call(anna, 'GET', `/search?q=${encodeURIComponent(q)}`)
    expect(status).toBe(422)
    expect(body).toMatchObject({ error: { code: 'search.bad_value', details } })
  })
})

describe('what is found is what is there', () => {
  test('a message is found when it is committed, as it was edited, and not when it is deleted; its words go with it', async () => {
    const id = await say('Пётр', 'Закажу ящик бергамота', '10:10')
    expect(await texts('бергамот')).toHaveLength(1)
    await sql`update messages set body = 'Закажу ящик лаванды' where account_id = ${crm.accountId} and id = ${id}`.execute(
      db,
    )
    await sql`insert into changes (account_id, topic, message_id) values (${crm.accountId}, 'message.changed', ${id})`.execute(
      db,
    )
    expect(await texts('бергамот')).toEqual([])
    expect(await texts('лаванда')).toHaveLength(1)
    await sql`update messages set deleted_at = now() where account_id = ${crm.accountId} and id = ${id}`.execute(
      db,
    )
    await sql`insert into changes (account_id, topic, message_id) values (${crm.accountId}, 'message.deleted', ${id})`.execute(
      db,
    )
    expect(await texts('лаванда')).toEqual([])
    const { rows } =
      await sql`select from search_words where account_id = ${crm.accountId} and word in ('бергамота', 'лаванды')`.execute(
        db,
      )
    expect(rows).toEqual([])
  })

  test('of a transaction that commits late nothing is missed', async () => {
    const early = await db.startTransaction().execute()
    await sql`insert into changes (account_id, topic, message_id) select account_id, 'message.changed', id from messages
      where account_id = ${crm.accountId} and body = 'Палки'`.execute(early)
    await sql`update messages set body = 'Тростник' where account_id = ${crm.accountId} and body = 'Палки'`.execute(
      early,
    )
    await say('Пётр', 'Пришло позже, записано раньше', '10:20')
    expect(await texts('позже')).toHaveLength(1)
    await early.commit().execute()
    expect(await texts('тростник')).toHaveLength(1)
  })

  test('filling anew, in portions, finds the same; a second filling changes nothing', async () => {
    const before = await texts('привет')
    await sql`update consumers set cursor = gen_random_uuid() || '.1:1:' where name = 'search'`.execute(db)
    await searching.drain()
    await inTransaction(db, (tx) => startAnew(tx, crm.accountId))
    expect((await ask('привет', 'kind=messages')).isFilling).toBe(true)
    await drainJobs(database.pool, jobs({ db }))
    expect(await texts('привет')).toEqual(before)
    expect((await ask('привет', 'kind=messages')).isFilling).toBe(false)
  })
})

test('the doctor finds what the search has missed', async () => {
  await searching.drain()
  const look = async (): Promise<number[]> =>
    (await findWrongProjections(database.pool, projections)).map(({ count }) => count)
  await sql`update messages set received_at = received_at - interval '1 hour'`.execute(db)
  expect(await look()).toEqual([])
  await sql`delete from message_search where message_id in (select message_id from message_search limit 2)`.execute(
    db,
  )
  expect(await look()).toEqual([2])
  await inTransaction(db, (tx) => startAnew(tx, crm.accountId))
  await drainJobs(database.pool, jobs({ db }))
  expect(await look()).toEqual([])
})

describe('rights', () => {
  test('of what one may not see nothing is found, and no sign that it is there', async () => {
    await say('Тайный', 'секретный ананас', '11:00')
    await say('Мария Семёнова', 'ананас для всех', '11:01')
    expect(await texts('ананас')).toHaveLength(2)
    expect(await texts('ананас', 'kind=messages', olga)).toEqual(['[ананас] для всех'])
    expect(await texts('секретный', 'kind=messages', olga)).toEqual([])
    for (const kind of ['all', 'contacts', 'deals', 'companies', 'customers', 'files'])
      expect(await ask('Тайный', `kind=${kind}`, olga), kind).toMatchObject({
        items: [],
        things: [],
        next: null,
        searchedTo: null,
      })
  })

  test('what one sees is found below any number of messages of others', async () => {
    await say('Мария Семёнова', 'имбирь Марии', '07:00')
    const lead = await crm.write('Новый')
    await sql`update deals d set pipeline_id = s.pipeline_id, stage_id = s.id from stages s where d.account_id = ${crm.accountId}
      and d.id = ${lead.dealId} and s.account_id = d.account_id and s.kind = 'incoming'`.execute(db)
    await say('Новый', 'имбирь заявки', '07:01')
    const other = await crm.write('Чужой имбирь')
    const { rows } = await sql<{ id: string }>`
      insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, received_at)
      select v.account_id, gen_random_uuid(), v.chat_id, v.number, 'in', 'text', 'client', 'имбирь ' || i,
        timestamptz '2026-11-26T07:02:00Z' + i * interval '1 second', now()
      from conversations v cross join generate_series(1, 150) i where v.account_id = ${crm.accountId} and v.number = ${other.number}
      returning id`.execute(db)
    await inTransaction(db, (tx) =>
      indexMessages(
        tx,
        crm.accountId,
        rows.map(({ id }) => id),
      ),
    )
    expect(await texts('имбирь', 'kind=messages&limit=100', olga)).toEqual([
      '[имбирь] заявки',
      '[имбирь] Марии',
    ])
    expect(await texts('имбирь', 'kind=messages&limit=100')).toHaveLength(100)
  })

  test('words of colleagues are found by who is in their chat, in their own place only', async () => {
    const opened = await crm.call(anna, 'PUT', `/internal/direct/${olga}`)
    const { id: chatId } = opened.body as { id: string }
    const sent = await crm.call(anna, 'POST', `/internal/chats/${chatId}/messages`, {
      id: randomUUID(),
      text: 'Про маракуйю — никому',
      fileIds: [],
      recipients: [],
    })
    expect(sent.status, JSON.stringify(sent.body)).toBe(200)
    expect(await texts('маракуйя', 'kind=internal', olga)).toEqual(['Про [маракуйю] — никому'])
    expect(await texts('куй from:me', 'kind=internal')).toEqual(['Про [маракуйю] — никому'])
    expect(await texts('маракуйя', 'kind=internal', pavel)).toEqual([])
    expect(await ask('маракуйя', 'kind=all')).toMatchObject({ items: [], things: [] })
  })

  test('notes are found on what one sees', async () => {
    const reply = await crm.call(anna, 'POST', '/notes', {
      requestId: randomUUID(),
      holder: { kind: 'deal', id: maria.dealId },
      text: 'Любит кардамон',
    })
    expect(reply.status).toBe(200)
    await crm.call(anna, 'POST', '/notes', {
      requestId: randomUUID(),
      holder: { kind: 'deal', id: (await crm.write('Чужой')).dealId },
      text: 'Тоже кардамон',
    })
    expect(await texts('кардамоном', 'kind=notes')).toEqual(['Тоже [кардамон]', 'Любит [кардамон]'])
    expect(await texts('кардамон', 'kind=notes', olga)).toEqual(['Любит [кардамон]'])
    expect(await texts('кардамон from:me', 'kind=notes', olga)).toEqual([])
  })
})

test('above the messages stand the people and deals of that name, and the conversation of that number', async () => {
  const { things } = await ask('семенова')
  expect(things.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['contact']))
  expect(things.map(textOf)).toContain('Мария [Семёнова]')
  const numbered = await ask(`№ ${maria.number}`)
  expect(numbered.things).toContainEqual(expect.objectContaining({ kind: 'conversation', id: maria.number }))
})

test('the list of ImBox is searched by what was said, for each by his rights', async () => {
  await say('Тайный', 'про куркуму никому', '11:30')
  await say('Мария Семёнова', 'куркума и пажитник', '11:31')
  await searching.drain()
  const names = async (search: string, userId: number): Promise<string[]> => {
    const { body } = await crm.call(userId, 'GET', `/conversations?search=${encodeURIComponent(search)}`)
    return (body as { items: { contact: { name: string } }[] }).items.map(({ contact }) => contact.name)
  }
  expect((await names('куркумы', anna)).toSorted()).toEqual(['Мария Семёнова', 'Тайный'])
  expect(await names('куркумы', olga)).toEqual(['Мария Семёнова'])
  expect(await names('пажит куркум', anna)).toEqual(['Мария Семёнова'])
  expect(await names('куркума асафетида', anna)).toEqual([])
})

describe('pages', () => {
  let many: TestCrm
  beforeAll(async () => {
    many = await createCrm()
    const { number } = await many.write('Клиент', 'начало')
    await searching.drain()
    // Three slices and a bit, each minute a message; every hundredth says it.
    await sql`insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, received_at)
      select v.account_id, gen_random_uuid(), v.chat_id, v.number, 'in', 'text', 'client',
        case when i % 100 = 0 then 'сотый' when i = 7 then 'старина' else 'обычный' end || ' ' || i, timestamptz '2026-01-01' + i * interval '1 minute', now()
      from conversations v cross join generate_series(1, ${3 * fullSlice + 100}::int) i where v.account_id = ${many.accountId} and v.number = ${number}`.execute(
      db,
    )
    await inTransaction(db, (tx) => startAnew(tx, many.accountId))
    await drainJobs(database.pool, jobs({ db }))
  })
  const page = async (q: string, cursor: string | null, limit: number): Promise<SearchAnswer> => {
    const { status, body } = await many.call(
      many.adminId,
      'GET',
      `/search?kind=messages&q=${q}&limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`,
    )
    expect(status, JSON.stringify(body)).toBe(200)
    return body as SearchAnswer
  }

  test('follow each other over all slices without a gap or a repeat', async () => {
    const found: string[] = []
    let cursor: string | null = null
    do {
      const { items, next } = await page('сотый', cursor, 60)
      found.push(...items.map(textOf))
      cursor = next
    } while (cursor !== null)
    const last = Math.floor((3 * fullSlice + 100) / 100)
    expect(found).toEqual(Array.from({ length: last }, (_each, i) => `[сотый] ${(last - i) * 100}`))
  })

  test('what is old and rare is found at once', async () => {
    expect((await page('старина', null, 10)).items.map(textOf)).toEqual(['[старина] 7'])
  })

  test('a cursor of something else is refused', async () => {
    for (const cursor of ['x', '1.2', `${'9'.repeat(18)}.${randomUUID()}`]) {
      const { status } = await many.call(
        many.adminId,
        'GET',
        `/search?kind=messages&q=сотый&cursor=${cursor}`,
      )
      expect(status).toBe(422)
    }
  })

  test('exact words of who sees his own are those said to him, however many slices are walked', async () => {
    const { accountId } = many
    const own = { view: 'own' } as const
    const ownId = await many.addUser({ deals: own, customers: own, contacts: own })
    const mine = await many.write('Своя', 'начало')
    const others = await many.write('Чужая', 'начало')
    await sql`update conversations set responsible_user_id = ${ownId} where account_id = ${accountId} and number = ${mine.number}`.execute(
      db,
    )
    await sql`insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, received_at)
      select v.account_id, gen_random_uuid(), v.chat_id, v.number, 'in', 'text', 'client',
        (array['белый стол', 'стол белый', 'белый крепкий стол'])[1 + i % 3] || ' ' || i, timestamptz '2026-01-01' + i * interval '6 hours', now()
      from conversations v cross join generate_series(0, 59) i
      where v.account_id = ${accountId} and v.number in (${mine.number}, ${others.number})`.execute(db)
    await inTransaction(db, (tx) => startAnew(tx, accountId))
    await drainJobs(database.pool, jobs({ db }))
    // Eight slices, as a far larger account has them.
    await sql`update message_search m set slice = (m.account_id << 24) + p.n / 3100 from (
        select message_id, row_number() over (order by placed_at, message_id) - 1 as n from message_search where account_id = ${accountId}) p
      where m.account_id = ${accountId} and m.message_id = p.message_id`.execute(db)
    await sql`delete from search_slices where account_id = ${accountId}`.execute(db)
    await sql`insert into search_slices (account_id, slice, from_at) select account_id, slice & ((1 << 24) - 1), min(placed_at)
      from message_search where account_id = ${accountId} group by 1, 2`.execute(db)
    await sql`update search_accounts set last_slice = (select max(slice) from search_slices where account_id = ${accountId})
      where account_id = ${accountId}`.execute(db)
    const { body } = await many.call(ownId, 'GET', '/search?kind=messages&limit=50&q=%22белый%20стол%22')
    const { items, next } = body as SearchAnswer
    const said = Array.from({ length: 20 }, (_each, i) => `[белый] [стол] ${57 - 3 * i}`)
    expect([items.map(textOf), next]).toEqual([said, null])
  })
})
