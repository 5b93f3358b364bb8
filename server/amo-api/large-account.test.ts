import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Viewer } from '#features/access'
import { contactMatches, plainContactSearch } from '#features/contacts'
import { cardMatches } from '#features/cards'
import type { Read } from '#lib/db'
import { plainSearch } from '#lib/name-search'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { openCrm } from '../features/deals/test-crm.ts'
import type { AmoRequest } from './amo-request.ts'
import { readEntityPage } from './list-orders.ts'
import type { Key, Page } from './page.ts'
import { parsePhpQuery } from './php-query.ts'
import { listContacts } from './queries/list-contacts.ts'
import { listLeads } from './queries/list-leads.ts'
import { listTalkMessages } from './queries/list-talk-messages.ts'
import { isInWork, listTalks } from './queries/list-talks.ts'
import { byId, byTime } from './read-filter.ts'

/** What an account has after some years. */
const contacts = 20_000
const ownContacts = 100
const messagesEach = 4

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let admin: Viewer
let own: Viewer

beforeAll(async () => {
  const crm = await createCrm()
  admin = await crm.viewer(crm.adminId)
  own = await crm.viewer(await crm.addUser({ deals: { view: 'own' }, contacts: { view: 'own' } }))
  const { number } = await crm.write('Марина')
  await addYears(crm.accountId, number)
  await sql`vacuum analyze`.execute(db)
})

/** Contacts, each with a deal, a closed talk and its messages; the last hundred are those of the limited user. */
async function addYears(accountId: number, like: number): Promise<void> {
  await sql`
    with k as (
      insert into contacts (account_id, id, root_id, name, name_source, responsible_user_id, created_at, updated_at)
      select ${accountId}, n, n, 'Клиент ' || md5(n::text), 'user', case when i > ${contacts - ownContacts}::int
          then ${own.userId}::bigint else ${admin.userId} end, t.at, t.at
      from (select i, nextval('contact_ids') as n from generate_series(1, ${contacts}::int) i) s
      cross join lateral (select timestamptz '2020-01-01' + i * interval '2 hours' as at) t
      returning account_id, id, responsible_user_id, updated_at
    ), d as (
      insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id, created_at, updated_at)
      select k.account_id, k.id + 1000000, k.id + 1000000, s.pipeline_id, s.id, 'Сделка ' || md5(k.id::text), k.responsible_user_id,
        k.id, k.updated_at, k.updated_at
      from k join stages s on s.account_id = k.account_id and s.kind = 'won'
      returning account_id, id, main_contact_id, updated_at
    ), c as (
      insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main)
      select account_id, 'deal', id, main_contact_id, true from d
    ), v as (
      insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
        opened_way, status, closed_at, read_at, last_message_at)
      select d.account_id, 1000 + d.id, o.chat_id, o.channel_id, d.main_contact_id, 'deal', d.id, d.updated_at, 'client', 'in', 'closed',
        d.updated_at, d.updated_at, d.updated_at
      from d join conversations o on o.account_id = d.account_id and o.number = ${like}
      returning account_id, number, chat_id, card_id, opened_at
    ), e as (
      insert into events (account_id, at, id, type, actor_kind, road, subject_kind, subject_id, card_kind, card_id)
      select account_id, opened_at + n * interval '2 minutes', gen_random_uuid(), 'message.received', 'client', 'messenger', 'deal',
        card_id::text, 'deal', card_id from v cross join generate_series(1, ${messagesEach}::int) n
    )
    insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, received_at)
    select account_id, gen_random_uuid(), chat_id, number, 'in', 'text', 'client', 'текст', opened_at + n * interval '2 minutes', opened_at
    from v cross join generate_series(1, ${messagesEach}::int) n`.execute(db)
}

const large = new Set(['contacts', 'deals', 'card_contacts', 'conversations', 'messages', 'events'])

/** No large table is read whole, and no step looks at more rows than a page may need. */
async function expectCheap(work: (read: Read) => Promise<unknown>, mostRows = 251): Promise<void> {
  const plans = await explain(database, work)
  expect(plans.length).toBeGreaterThan(0)
  for (const plan of plans) {
    const whole = plan.scanned.filter((name) => large.has(name))
    expect(whole, plan.text).toEqual([])
    expect(plan.rows, plan.text).toBeLessThanOrEqual(mostRows)
  }
}

function pageOf(rawQuery: string, alias: string): Page {
  const request: AmoRequest = {
    viewer: admin,
    base: '',
    path: '',
    rawQuery,
    query: parsePhpQuery(rawQuery),
    params: {},
    body: undefined,
  }
  return readEntityPage(request, alias)
}

const lately = '1600000000'
const late = new Map([['from', String(Date.UTC(2024, 6, 1) / 1000)]])

test.each([
  ['everything', () => admin, ''],
  ['what was changed lately', () => admin, 'updated_at'],
  ['what was made lately', () => admin, 'created_at'],
  ['one’s own', () => own, ''],
])('a page of leads, %s, costs the same in a large account', async (_what, viewer, period) => {
  const page = pageOf(period && `filter[${period}][from]=${lately}`, 'd')
  const conditions = period ? [byTime(sql`d.${sql.ref(period)}`)(late, '')] : []
  await expectCheap((read) => listLeads(read, viewer(), page, { conditions, withContacts: true }))
})

test.each([
  ['everything', () => admin, ''],
  ['what was changed lately', () => admin, 'updated_at'],
  ['what was made lately', () => admin, 'created_at'],
  ['one’s own', () => own, ''],
])('a page of contacts, %s, costs the same in a large account', async (_what, viewer, period) => {
  const page = pageOf(period && `filter[${period}][from]=${lately}`, 'k')
  const conditions = period ? [byTime(sql`k.${sql.ref(period)}`)(late, '')] : []
  await expectCheap((read) => listContacts(read, viewer(), page, { conditions, withLeads: true }))
})

test('a search costs what it finds', async () => {
  const [leads, people] = [pageOf('', 'd'), pageOf('', 'k')]
  await expectCheap((read) =>
    listLeads(read, admin, leads, {
      conditions: [cardMatches('deal', admin.accountId, plainSearch('марина'))],
      withContacts: false,
    }),
  )
  const search = await plainContactSearch(db, admin.accountId, 'марина')
  const found = contactMatches(admin.accountId, 'contact', search)
  await expectCheap((read) => listContacts(read, admin, people, { conditions: [found], withLeads: false }))
})

test('the next page is found at once, however deep it is', async () => {
  const first = await listLeads(db, admin, pageOf('', 'd'), { conditions: [], withContacts: false })
  expect(first.next).not.toBeNull()
  const deep = pageOf(`page=300&cursor=${1_000_000 + contacts / 2}`, 'd')
  const found = await listLeads(db, admin, deep, { conditions: [], withContacts: false })
  expect(found.rows).toHaveLength(50)
  await expectCheap((read) => listLeads(read, admin, deep, { conditions: [], withContacts: false }))
})

const number: readonly Key[] = [{ column: sql`v.number`, kind: 'number' }]
const newest: Page = { page: 1, limit: 50, place: null, order: { by: number, isDescending: true } }

test.each([
  ['everything', () => admin, () => []],
  ['those in work', () => admin, () => [isInWork]],
  ['some of them', () => admin, () => [byId(sql`v.number`)('1005000,1006000', '')]],
  ['one’s own', () => own, () => []],
])('a page of talks, %s, costs the same in a large account', async (_what, viewer, asked) => {
  await expectCheap((read) => listTalks(read, viewer(), newest, asked()))
})

test('the messages of a talk cost what they are', async () => {
  const by: readonly Key[] = [
    { column: sql`m.placed_at`, kind: 'instant' },
    { column: sql`m.id`, kind: 'uuid' },
  ]
  const page: Page = { ...newest, order: { by, isDescending: false } }
  const { rows } = await sql<{ number: number }>`select max(number) as number from conversations`.execute(db)
  const last = rows[0]?.number ?? 0
  expect((await listTalkMessages(db, admin.accountId, last, page, [])).rows).toHaveLength(messagesEach)
  await expectCheap((read) => listTalkMessages(read, admin.accountId, last, page, []))
})
