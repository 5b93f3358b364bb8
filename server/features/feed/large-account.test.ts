import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { listContacts } from '../contacts/list-contacts.ts'
import { listDeals } from '../deals/list-deals.ts'
import { openCrm } from '../deals/test-crm.ts'
import { listFeed } from './list-feed.ts'

/** What an account has after some years: many contacts and deals, and one deal that was talked about for long. */
const contacts = 20_000
const conversations = 300
const messagesEach = 100

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let admin: Viewer
let own: Viewer
let dealId = 0
let middle = ''

beforeAll(async () => {
  const crm = await createCrm()
  admin = await crm.viewer(crm.adminId)
  own = await crm.viewer(
    await crm.addUser({ deals: { view: 'own' }, contacts: { view: 'own' } }, await crm.addGroup()),
  )
  dealId = (await crm.write('Марина')).dealId
  await addMany(crm.accountId)
  await addTalk(crm.accountId)
  await sql`vacuum analyze`.execute(db)
  middle = (await listFeed(db, admin, { kind: 'deal', cardId: dealId, hide: [], limit: 50 })).before ?? ''
})

/** Contacts, each with a phone and a deal; the limited user has few of them, and those long ago. */
async function addMany(accountId: number): Promise<void> {
  await sql`
    with k as (
      insert into contacts (account_id, id, root_id, name, name_source, responsible_user_id, updated_at)
      select ${accountId}, n, n, 'Клиент ' || md5(n::text), 'user',
        case when i <= 100 then ${own.userId}::bigint else ${admin.userId} end, timestamptz '2020-01-01' + i * interval '1 minute'
      from (select i, nextval('contact_ids') as n from generate_series(1, ${contacts}::int) i) s
      returning account_id, id, responsible_user_id, updated_at, name
    ), points as (
      insert into contact_points (account_id, contact_id, kind, normal, shown, is_primary)
      select account_id, id, 'phone', (79000000000 + id)::text, '+' || (79000000000 + id), true from k
    ), d as (
      insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id, updated_at)
      select k.account_id, k.id + 1000000, k.id + 1000000, s.pipeline_id, s.id, 'Сделка ' || md5(k.name), k.responsible_user_id, k.id, k.updated_at
      from k join (select *, row_number() over (order by position) - 1 as i from stages where account_id = ${accountId}
        and pipeline_id in (select id from pipelines where account_id = ${accountId} and kind = 'deal')) s
        on s.account_id = k.account_id and case when k.id % 50 = 0 then 1 else 5 end = s.i
      returning account_id, id, main_contact_id
    )
    insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main)
    select account_id, 'deal', id, main_contact_id, true from d`.execute(db)
}

/** Closed conversations of the deal one after another, each with messages and their events. */
async function addTalk(accountId: number): Promise<void> {
  await sql`
    with c as (select id, channel_id, contact_id from chats where account_id = ${accountId} limit 1), v as (
      insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
        opened_way, status, closed_at, read_at, last_message_at)
      select ${accountId}, 1000 + i, c.id, c.channel_id, c.contact_id, 'deal', ${dealId}, t.at, 'client', 'in', 'closed', t.at, t.at,
        t.at + interval '12 hours'
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

const large = new Set(['contacts', 'contact_points', 'deals', 'card_contacts', 'messages', 'events'])

/** No large table is read whole, and no step looks at more rows than a page may need. */
async function expectCheap(work: (read: Read) => Promise<unknown>, mostRows: number): Promise<void> {
  const plans = await explain(database, work)
  expect(plans.length).toBeGreaterThan(0)
  for (const plan of plans) {
    expect(
      plan.scanned.filter((name) => large.has(name)),
      plan.text,
    ).toEqual([])
    expect(plan.rows, plan.text).toBeLessThanOrEqual(mostRows)
  }
}

const phone = '8 900 000-12-34'
test.each([
  ['everything', () => admin, {}],
  ['of who sees his own', () => own, {}],
  ['with a rare name', () => admin, { search: 'марина' }],
  ['with a phone', () => admin, { search: phone }],
])('a page of contacts, %s, costs the same in a large account', async (_what, viewer, wish) => {
  await expectCheap((read) => listContacts(read, viewer(), { limit: 50, ...wish }), 200)
})

test.each([
  ['everything', () => admin, {}],
  ['in a rare stage', () => admin, { stageId: [-1] }],
  ['of one responsible', () => admin, { responsibleUserId: [-1] }],
  ['of who sees his own', () => own, {}],
  ['with a rare name', () => admin, { search: 'марина' }],
])('a page of deals, %s, costs the same in a large account', async (_what, viewer, wish) => {
  const stage = await sql<{ id: number }>`select id from stages where account_id = ${admin.accountId}
    and kind = 'normal' and pipeline_id in (select id from pipelines where account_id = ${admin.accountId} and kind = 'deal')
    order by position limit 1`.execute(db)
  const request = {
    ...wish,
    ...('stageId' in wish && { stageId: stage.rows.map(({ id }) => id) }),
    ...('responsibleUserId' in wish && { responsibleUserId: [own.userId] }),
  }
  await expectCheap((read) => listDeals(read, viewer(), { limit: 50, ...request }), 200)
})

const page = { kind: 'deal', hide: [], limit: 50 } as const

test.each([
  ['the newest', () => ({})],
  ['an older', () => ({ before: middle })],
  ['a page from an old day on', () => ({ since: '2024-03-01T00:00:00.000Z' })],
  ['a page without messages', () => ({ hide: ['messages'] as const })],
])(
  '%s page of a feed reads as many conversations as it has lines, and of each no more than a page',
  async (_what, wish) => {
    const list = (read: Read) => listFeed(read, admin, { ...page, cardId: dealId, ...wish() })
    await expectCheap(list, 51 * 51 + conversations)
    const plans = await explain(database, list)
    const places = plans.filter((plan) => plan.text.includes('events_of_card'))
    expect(places, 'events by their index, which leaves messages out').toHaveLength(1)
  },
)
