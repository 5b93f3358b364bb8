import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { FeedPage } from '#contract/feed'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { openCrm } from '../../deals/test-crm.ts'
import type { PageWish } from '../feed-page.ts'
import { listGatheredFeed } from './list-gathered-feed.ts'

/**
 * A company of ten people, each with a deal and years of talk, among an account of many others. A page reads of each of them about
 * as much as it shows of it, and no table whole.
 */
const people = 10
const conversationsEach = 60
const messagesEach = 30
const strangers = 150

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let admin: Viewer
let own: Viewer
let company = 0
let contact = 0
let oldId = ''

beforeAll(async () => {
  const crm = await createCrm()
  const { accountId } = crm
  admin = await crm.viewer(crm.adminId)
  const ownId = await crm.addUser({ deals: { view: 'own' }, contacts: { view: 'own' } }, await crm.addGroup())
  own = await crm.viewer(ownId)
  contact = (await crm.write('Марина')).contactId
  const made = await crm.call(crm.adminId, 'POST', '/companies', { name: 'Зерно' })
  company = (made.body as { id: number }).id
  await addPeople(accountId)
  await sql`update contacts set company_id = ${company}, responsible_user_id = ${ownId} where account_id = ${accountId}
    and (id = ${contact} or id in (select id from contacts where account_id = ${accountId} and name like 'Кофейня %' order by id limit ${people - 1}))`.execute(
    db,
  )
  await sql`update deals d set company_id = ${company}, responsible_user_id = ${ownId} where d.account_id = ${accountId} and exists (
    select from contacts k where k.account_id = d.account_id and k.id = d.main_contact_id and k.company_id = ${company})`.execute(
    db,
  )
  await addTalk(accountId, ownId)
  await addWork(accountId, crm.adminId)
  const { rows } = await sql<{
    id: string
  }>`select m.id from messages m join conversations v on v.account_id = m.account_id
    and v.number = m.number where v.account_id = ${accountId} and v.contact_id = ${contact} and m.body = 'текст'
    order by m.placed_at limit 1 offset 100`.execute(db)
  oldId = rows[0]?.id ?? ''
  await sql`vacuum analyze`.execute(db)
})

/** Contacts with a deal and a chat each. */
async function addPeople(accountId: number): Promise<void> {
  await sql`
    with of as (select c.channel_id, d.pipeline_id, d.stage_id from chats c cross join deals d
        where c.account_id = ${accountId} and d.account_id = ${accountId} limit 1), k as (
      insert into contacts (account_id, id, root_id, name, name_source)
      select ${accountId}, n.id, n.id, 'Кофейня ' || n.id, 'user' from (
        select nextval('contact_ids') as id from generate_series(1, ${strangers}::int)) n returning id
    ), d as (
      insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, main_contact_id)
      select ${accountId}, n.id, n.id, of.pipeline_id, of.stage_id, 'Заказ', n.contact_id from of cross join (
        select nextval('deal_ids') as id, k.id as contact_id from k) n returning id, main_contact_id
    ), cc as (
      insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main)
      select ${accountId}, 'deal', id, main_contact_id, true from d
    )
    insert into chats (account_id, id, channel_id, external_chat_id, contact_id, person_name)
    select ${accountId}, gen_random_uuid(), of.channel_id, 'large' || k.id, k.id, 'Кофейня' from k cross join of`.execute(
    db,
  )
}

/** Closed conversations of everybody, one a day, with messages and their events, and changes of the deals. */
async function addTalk(accountId: number, responsibleId: number): Promise<void> {
  await sql`
    with c as (
      select c.id, c.channel_id, c.contact_id, d.id as deal_id, row_number() over (order by c.contact_id) as place,
        case when k.company_id is null then ${conversationsEach / 12}::int else ${conversationsEach}::int end as many
      from chats c join contacts k on k.account_id = c.account_id and k.id = c.contact_id
      join deals d on d.account_id = c.account_id and d.main_contact_id = c.contact_id where c.account_id = ${accountId}
    ), v as (
      insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
        opened_way, status, closed_at, read_at, first_message_at, last_message_at, responsible_user_id)
      select ${accountId}, 1000 + c.place * 1000 + i, c.id, c.channel_id, c.contact_id, 'deal', c.deal_id, t.at, 'client', 'in', 'closed',
        t.at, t.at, t.at + interval '1 minute', t.at + ${messagesEach} * interval '1 minute', ${responsibleId}
      from c cross join lateral generate_series(1, c.many) i
      cross join lateral (select timestamptz '2024-01-01' + i * interval '1 day' + c.place * interval '1 second' as at) t
      returning account_id, number, chat_id, contact_id, card_id, opened_at
    ), m as (
      insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, received_at)
      select v.account_id, gen_random_uuid(), v.chat_id, v.number, 'in', 'text', 'client', 'текст', v.opened_at + n * interval '1 minute',
        v.opened_at from v cross join generate_series(1, ${messagesEach}::int) n
      returning account_id, id, number, placed_at
    )
    insert into events (account_id, at, id, type, actor_kind, road, subject_kind, subject_id, number, message_id, contact_id, card_kind, card_id)
    select m.account_id, m.placed_at, gen_random_uuid(),
      case when extract(minute from m.placed_at) = 30 then 'deal.changed' else 'message.received' end, 'client', 'messenger',
      'conversation', m.number::text, m.number, m.id, v.contact_id, 'deal', v.card_id
    from m join v on v.account_id = m.account_id and v.number = m.number`.execute(db)
}

/** Notes and tasks of everybody's deals. */
async function addWork(accountId: number, userId: number): Promise<void> {
  await sql`insert into task_types (account_id, name, position) values (${accountId}, 'Звонок', 1)`.execute(
    db,
  )
  await sql`
    with d as (select id from deals cross join generate_series(1, 20) where account_id = ${accountId}), n as (
      insert into notes (account_id, request_id, entity_kind, entity_id, text, author_kind, author_id, created_at)
      select ${accountId}, gen_random_uuid(), 'deal', id, 'заметка', 'user', ${userId}, timestamptz '2024-01-05' from d
    )
    insert into tasks (account_id, request_id, type_id, text, due_at, remind_at, responsible_user_id, card_kind, card_id, created_by,
      created_at, updated_at)
    select ${accountId}, gen_random_uuid(), t.id, 'задача', now(), now(), ${userId}, 'deal', d.id, ${userId}, timestamptz '2024-01-05', now()
    from d cross join (select id from task_types where account_id = ${accountId} limit 1) t`.execute(db)
}

const large = new Set(['messages', 'events', 'conversations', 'notes', 'tasks'])
type Wish = Omit<PageWish, 'hide' | 'limit'> & { hide?: PageWish['hide'] }
const wishes: [what: string, viewer: () => Viewer, wish: (newest: FeedPage) => Wish][] = [
  ['the newest page', () => admin, () => ({})],
  ['an older page', () => admin, ({ before }) => ({ before: before ?? '' })],
  ['a page from an old day on', () => admin, () => ({ since: '2024-02-01T00:00:00.000Z' })],
  ['a page around an old message', () => admin, () => ({ around: oldId })],
  ['a page without messages', () => admin, () => ({ hide: ['messages'] })],
  ['a page of who sees his own', () => own, ({ before }) => ({ before: before ?? '' })],
]

describe.each(['contact', 'company'] as const)('the feed of a %s among many', (kind) => {
  test.each(wishes)('%s reads no table whole, and of everybody about a page', async (_what, viewer, wish) => {
    const holder = { kind, id: kind === 'contact' ? contact : company }
    const asked = { holder, hide: [], limit: 50 }
    const given = wish(await listGatheredFeed(db, viewer(), asked))
    const list = (read: Read) => listGatheredFeed(read, viewer(), { ...asked, ...given })
    expect((await list(db)).items).toHaveLength(50)
    // Of as many conversations as a page has lines, and of those that lie beside them, all messages.
    const most = 2_200
    for (const plan of await explain(database, list)) {
      expect(
        plan.scanned.filter((name) => large.has(name)),
        plan.text,
      ).toEqual([])
      expect(plan.rows, plan.text).toBeLessThanOrEqual(most)
    }
  })
})
