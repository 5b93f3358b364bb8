import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { FeedPage } from '#contract/feed'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { inTransaction } from '#lib/db'
import { fillPortion, startAnew } from '#features/search'
import { openCrm } from '../deals/test-crm.ts'
import { listFeed, type FeedRequest } from './list-feed.ts'

/** A deal that was talked about for a year, and another that was written about in several chats at the same time. */
const conversations = 300
const messagesEach = 100

const database = await createTestDatabase()
const { db } = database
await migrateJobs(database.pool)
const createCrm = await openCrm(database)

let admin: Viewer
let own: Viewer
let dealId = 0
let busyDealId = 0
let middle = ''
let oldId = ''

beforeAll(async () => {
  const crm = await createCrm()
  admin = await crm.viewer(crm.adminId)
  const ownId = await crm.addUser({ deals: { view: 'own' }, contacts: { view: 'own' } }, await crm.addGroup())
  own = await crm.viewer(ownId)
  dealId = (await crm.write('Марина')).dealId
  busyDealId = (await crm.write('Олег')).dealId
  await sql`update deals set responsible_user_id = ${ownId} where account_id = ${crm.accountId} and id = ${dealId}`.execute(
    db,
  )
  await addTalk(crm.accountId, ownId)
  await addChatsSideBySide(crm.accountId)
  await addOthers(crm.accountId)
  await sql`update messages set body = 'Про пуроверы и фильтры' where account_id = ${crm.accountId} and number = 1100
    and placed_at = (select min(placed_at) from messages where account_id = ${crm.accountId} and number = 1100)`.execute(
    db,
  )
  const { rows } = await sql<{
    id: string
  }>`select id from messages where account_id = ${crm.accountId} and number = 1040
    order by placed_at limit 1`.execute(db)
  oldId = rows[0]?.id ?? ''
  await sql`vacuum analyze`.execute(db)
  middle = (await listFeed(db, admin, { kind: 'deal', cardId: dealId, hide: [], limit: 50 })).before ?? ''
})

/** Closed conversations of the deal one after another, each with messages and their events. */
async function addTalk(accountId: number, responsibleId: number): Promise<void> {
  await sql`
    with c as (select id, channel_id, contact_id from chats where account_id = ${accountId} order by created_at limit 1), v as (
      insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
        opened_way, status, closed_at, read_at, first_message_at, last_message_at, responsible_user_id)
      select ${accountId}, 1000 + i, c.id, c.channel_id, c.contact_id, 'deal', ${dealId}, t.at, 'client', 'in', 'closed', t.at, t.at,
        t.at + interval '1 minute', t.at + ${messagesEach} * interval '1 minute', ${responsibleId}
      from generate_series(1, ${conversations}::int) i
      cross join c cross join lateral (select timestamptz '2024-01-01' + i * interval '1 day' as at) t
      returning account_id, number, chat_id, opened_at
    ), m as (
      insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, received_at)
      select account_id, gen_random_uuid(), chat_id, number, 'in', 'text', 'client', 'текст', opened_at + n * interval '1 minute', opened_at
      from v cross join generate_series(1, ${messagesEach}::int) n
      returning account_id, id, number, placed_at
    ), elsewhere as (
      insert into events (account_id, at, id, type, actor_kind, road, subject_kind, subject_id, card_kind, card_id)
      select account_id, placed_at, gen_random_uuid(), 'deal.changed', 'user', 'hand', 'deal', '7', 'deal', 7
      from m cross join generate_series(1, 3)
    )
    insert into events (account_id, at, id, type, actor_kind, road, subject_kind, subject_id, number, message_id, card_kind, card_id)
    select account_id, placed_at, gen_random_uuid(), case when extract(minute from placed_at) = 30 then 'deal.changed' else 'message.received' end,
      'client', 'messenger', 'conversation', number::text, number, id, 'deal', ${dealId} from m`.execute(db)
}

/**
 * Three chats of the other deal: conversations of a few messages, of which nothing is known to have been first in some; some that
 * last as long as ten of the others; and one that is still open and older than most. Some messages are of the same instant.
 */
async function addChatsSideBySide(accountId: number): Promise<void> {
  await sql`
    with chat as (
      insert into chats (account_id, id, channel_id, external_chat_id, contact_id, person_name)
      select c.account_id, gen_random_uuid(), c.channel_id, 'side' || i, c.contact_id, 'Олег'
      from (select * from chats where account_id = ${accountId} order by created_at desc limit 1) c cross join generate_series(0, 2) i
      returning account_id, id, channel_id, contact_id, external_chat_id
    ), t as (
      select chat.*, right(external_chat_id, 1)::int as way, 5000 + i * 3 + right(external_chat_id, 1)::int as number, i,
        timestamptz '2025-01-01' + i * case right(external_chat_id, 1)::int when 0 then interval '1 hour' else interval '10 hours' end as at,
        case right(external_chat_id, 1)::int when 0 then interval '7 minutes' when 1 then interval '1 hour' else interval '9 minutes' end as step
      from chat cross join generate_series(0, 59) i
      where case right(external_chat_id, 1)::int when 0 then true when 1 then i < 6 else i = 0 end
    ), v as (
      insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
        opened_way, status, closed_at, read_at, first_message_at, last_message_at)
      select account_id, number, id, channel_id, contact_id, 'deal', ${busyDealId}, at, 'client', 'in',
        case way when 2 then 'in_work' else 'closed' end, case way when 2 then null else at + 8 * step end, at,
        case when way = 2 or i % 4 = 0 then '-infinity' else at end, at + 8 * step from t
    )
    insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, external_seq, received_at)
    select account_id, gen_random_uuid(), id, number, 'in', 'text', 'client', case when n % 3 = 0 then 'Где заказ?' else 'Жду' end,
      at + n * step, n, at from t cross join generate_series(0, 8) n`.execute(db)
}

/** Conversations of another card. */
async function addOthers(accountId: number): Promise<void> {
  await sql`
    insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
      opened_way, status, closed_at, read_at, first_message_at, last_message_at)
    select ${accountId}, 10000 + i, c.id, c.channel_id, c.contact_id, 'deal', 7, t.at, 'client', 'in', 'closed', t.at, t.at, t.at, t.at
    from generate_series(1, 4000) i
    cross join (select * from chats where account_id = ${accountId} order by created_at limit 1) c
    cross join lateral (select timestamptz '2024-01-01' + i * interval '1 hour' as at) t`.execute(db)
}

const page = { kind: 'deal', hide: [], limit: 50 } as const

describe('a page of a feed reads about as much as it shows, of however many conversations', () => {
  test.each([
    ['the newest', () => admin, () => ({})],
    ['an older one', () => admin, () => ({ before: middle })],
    ['one from an old day on', () => admin, () => ({ since: '2024-03-01T00:00:00.000Z' })],
    ['one around an old message', () => admin, () => ({ around: oldId })],
    ['one without messages', () => admin, () => ({ hide: ['messages'] as const })],
    ['of words that many messages have', () => admin, () => ({ search: 'текст' })],
    ['of who sees his own', () => own, () => ({ before: middle })],
  ])('%s', async (_what, viewer, wish) => {
    const list = (read: Read) => listFeed(read, viewer(), { ...page, cardId: dealId, ...wish() })
    expect((await list(db)).items).toHaveLength(50)
    const plans = await explain(database, list)
    for (const plan of plans) {
      const whole = plan.scanned.filter((name) => ['messages', 'events', 'conversations'].includes(name))
      expect(whole, plan.text).toEqual([])
      expect(plan.rows, plan.text).toBeLessThanOrEqual(310)
    }
    if ('search' in wish()) return
    const places = plans.filter((plan) => plan.text.includes('events_of_card'))
    const ways = 'around' in wish() ? 2 : 1
    expect(places, 'events by their index, which leaves messages out').toHaveLength(ways)
  })
})

describe('messages of chats that go on at the same time stand in their order, page by page', () => {
  const request: FeedRequest = {
    kind: 'deal',
    cardId: 0,
    limit: 7,
    hide: ['key_actions', 'changes', 'conversations'],
  }

  async function expectAll(search: string | undefined, items: FeedPage['items']): Promise<void> {
    const { rows } = await sql<{ id: string }>`
      select m.id from messages m join conversations v on v.account_id = m.account_id and v.number = m.number
      where v.account_id = ${admin.accountId} and v.card_id = ${busyDealId} and ${search ? sql`m.body like ${`%${search}%`}` : sql`true`}
      order by m.placed_at, m.external_seq, m.id`.execute(db)
    expect(rows.length).toBeGreaterThan(150)
    expect(messagesOf({ items, before: null, after: null })).toEqual(rows.map(({ id }) => id))
  }

  test.each([undefined, 'заказ'])('from the newest to the oldest, of what says %s', async (search) => {
    const items: FeedPage['items'] = []
    for (let before: string | null | undefined = undefined; before !== null;) {
      const some: FeedPage = await listFeed(db, admin, { ...request, cardId: busyDealId, search, before })
      items.unshift(...some.items)
      before = some.before
    }
    await expectAll(search, items)
  })

  test.each([undefined, 'заказ'])('from an early day to the newest, of what says %s', async (search) => {
    const wish = { ...request, cardId: busyDealId, search }
    let some = await listFeed(db, admin, { ...wish, since: '2020-01-01T00:00:00.000Z' })
    const items = [...some.items]
    while (some.after !== null) {
      some = await listFeed(db, admin, { ...wish, after: some.after })
      items.push(...some.items)
    }
    await expectAll(search, items)
  })
})

describe('with the index of words', () => {
  beforeAll(async () => {
    await inTransaction(db, (tx) => startAnew(tx, admin.accountId))
    while (!(await inTransaction(db, (tx) => fillPortion(tx, admin.accountId))).isFilled);
    await sql`vacuum analyze`.execute(db)
  })

  test.each([
    ['that many messages have', 'текст', 50],
    ['of one old message, in another form', 'пуровер', 1],
    ['that nobody has ever written', 'цикорий', 0],
    ['that stand only in another card', 'заказ', 0],
  ])('words %s are found by as much as a page shows', async (_what, search, found) => {
    const list = (read: Read) => listFeed(read, admin, { ...page, cardId: dealId, search })
    expect((await list(db)).items).toHaveLength(found)
    for (const plan of await explain(database, list)) {
      const whole = plan.scanned.filter((name) =>
        ['messages', 'events', 'conversations', 'message_search', 'search_words'].includes(name),
      )
      expect(whole, plan.text).toEqual([])
      expect(plan.rows, plan.text).toBeLessThanOrEqual(620)
    }
  })

  test.each(['заказ', 'жду'])(
    'all of what says %s is gone through both ways, in its order',
    async (search) => {
      const wish = { kind: 'deal', hide: [], limit: 7, cardId: busyDealId, search } as const
      const back: string[] = []
      for (let before: string | null | undefined = undefined; before !== null;) {
        const some: FeedPage = await listFeed(db, admin, { ...wish, before })
        back.unshift(...messagesOf(some))
        before = some.before
      }
      let some = await listFeed(db, admin, { ...wish, since: '2020-01-01T00:00:00.000Z' })
      const on = messagesOf(some)
      while (some.after !== null) {
        some = await listFeed(db, admin, { ...wish, after: some.after })
        on.push(...messagesOf(some))
      }
      const { rows } = await sql<{ id: string }>`
      select m.id from messages m join conversations v on v.account_id = m.account_id and v.number = m.number
      where v.account_id = ${admin.accountId} and v.card_id = ${busyDealId} and lower(m.body) like ${`%${search}%`}
      order by m.placed_at, m.external_seq, m.id`.execute(db)
      expect(rows.length).toBeGreaterThan(150)
      expect([back, on]).toEqual([rows.map(({ id }) => id), rows.map(({ id }) => id)])
    },
  )
})

const messagesOf = ({ items }: FeedPage): string[] =>
  items.flatMap((item) => (item.type === 'message' ? [item.message.id] : []))
