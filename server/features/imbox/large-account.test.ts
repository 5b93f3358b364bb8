import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Viewer } from '#features/access'
import { countFound, countMarked, listConversations, type ConversationWishes } from '#features/conversations'
import type { Read } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { findNextDue, lockDue } from '../conversations/record-missed.ts'
import { openCrm } from '../deals/test-crm.ts'
import { listSilent } from '../silence/queries.ts'
import { listAll } from './test-list-all.ts'

/** Every second conversation is open; what is rare stands among the oldest. */
const size = 24_000
const rare = 40

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let admin: Viewer
let own: Viewer
let rareTag = 0
let rareChannel = 0
let pipelineId = 0
let rareStage = 0

beforeAll(async () => {
  const crm = await createCrm()
  admin = await crm.viewer(crm.adminId)
  const groupId = await crm.addGroup()
  const reach = { view: 'own' } as const
  own = await crm.viewer(await crm.addUser({ deals: reach, contacts: reach, customers: reach }, groupId))
  const { accountId } = crm
  const { rows } = await sql<{
    pipelineId: number
    first: number
    last: number
    channel: number
    usual: number
    tag: number
  }>`
    with h as (insert into channels (account_id, kind, name, external_id) values (${accountId}, 'telegram', 'Редкий', 'rare') returning id),
      t as (insert into tags (account_id, entity_kind, name, color) values (${accountId}, 'deal', 'Редкая', 'teal') returning id)
    select p.id as "pipelineId", min(s.id) as first, max(s.id) as last, (select id from h) as channel, (select id from t) as tag,
      (select min(c.id) from channels c where c.account_id = ${accountId}) as usual
    from pipelines p join stages s on s.account_id = p.account_id and s.pipeline_id = p.id and s.kind = 'normal'
    where p.account_id = ${accountId} and p.kind = 'deal' group by p.id order by p.id limit 1`.execute(db)
  const [made] = rows
  if (!made) throw new Error('No pipeline')
  rareTag = made.tag
  rareChannel = made.channel
  pipelineId = made.pipelineId
  rareStage = made.last
  await fill(accountId, made)
})

type Made = { pipelineId: number; first: number; last: number; channel: number; usual: number; tag: number }

async function fill(accountId: number, made: Made): Promise<void> {
  const isRare = sql`i <= ${2 * rare} and i % 2 = 0`
  const ofWhom = sql`case when ${isRare} then ${own.userId}::bigint else ${admin.userId} end`
  const at = sql`timestamptz '2026-01-01' + i * interval '1 minute'`
  const steps = [
    sql`insert into contacts (account_id, id, root_id, name, name_source, responsible_user_id)
      select ${accountId}, 1000000 + i, 1000000 + i, 'Клиент ' || md5(i::text), 'messenger', ${ofWhom} from generate_series(1, ${size}::int) i`,
    sql`insert into contact_points (account_id, contact_id, kind, normal, shown, is_primary)
      select ${accountId}, 1000000 + i, 'phone', '7921' || lpad(i::text, 7, '0'), '', true from generate_series(1, ${size}::int) i`,
    sql`insert into chats (account_id, id, channel_id, external_chat_id, contact_id, person_name, open_number)
      select ${accountId}, ('01900000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,
        case when ${isRare} then ${made.channel}::bigint else ${made.usual} end, 'w' || i, 1000000 + i, 'Клиент', case when i % 2 = 0 then i end
      from generate_series(1, ${size}::int) i`,
    sql`insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id, conversations)
      select ${accountId}, 1000000 + i, 1000000 + i, ${made.pipelineId}, case when ${isRare} then ${made.last}::bigint else ${made.first} end,
        'Сделка ' || i, ${ofWhom}, 1000000 + i, 1 from generate_series(1, ${size}::int) i`,
    sql`insert into entity_tags (account_id, entity_kind, entity_id, tag_id)
      select ${accountId}, 'deal', 1000000 + i, ${made.tag} from generate_series(1, ${size}::int) i where ${isRare}`,
    sql`insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
        opened_way, status, closed_at, read_at, unread, waiting_since, last_message_at, responsible_user_id, contact_responsible_user_id)
      select ${accountId}, i, ('01900000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,
        case when ${isRare} then ${made.channel}::bigint else ${made.usual} end, 1000000 + i, 'deal', 1000000 + i, ${at}, 'client', 'in',
        case when i % 2 = 0 then 'in_work' else 'closed' end, case when i % 2 = 1 then ${at} end,
        case when i % 10 <> 0 then ${at} end, (i % 10 = 0)::int, case when i % 20 = 0 then ${at} end, ${at}, ${ofWhom}, ${ofWhom}
      from generate_series(1, ${size}::int) i`,
    sql`insert into stars (account_id, user_id, number) select ${accountId}, ${admin.userId}, i from generate_series(1, ${rare}::int) i`,
    // Of all who have waited too long half a hundred are not recorded yet.
    sql`update conversations set due_at = waiting_since + interval '15 minutes', limit_minutes = 15,
        missed_at = case when number <= ${size - 1000} then waiting_since + interval '15 minutes' end
      where account_id = ${accountId} and waiting_since is not null`,
    sql`update channels set settings = '{"silenceHours": 24}' where account_id = ${accountId} and id = ${made.usual}`,
    sql`vacuum analyze`,
  ]
  for (const step of steps) await step.execute(db)
}

/** What is large is never read whole, and no step looks at more rows than told. */
async function expectCheap(
  work: (read: Read) => Promise<unknown>,
  mostRows: number,
  mostStatements = 1,
): Promise<void> {
  const plans = await explain(database, work)
  expect(plans.length).toBeLessThanOrEqual(mostStatements)
  for (const plan of plans) {
    expect(
      plan.scanned.filter((table) => ['conversations', 'chats', 'deals', 'contacts'].includes(table)),
      plan.text,
    ).toEqual([])
    expect(plan.rows, plan.text).toBeLessThanOrEqual(mostRows)
  }
}

const list =
  (viewer: Viewer, wishes: ConversationWishes, sort: 'recent' | 'waiting' = 'recent') =>
  (read: Read): Promise<unknown> =>
    listConversations(read, viewer, { sort, limit: 50, ...wishes })

test.each([
  ['all open', () => admin, {}],
  ['closed', () => admin, { state: 'closed' }],
  ['open and closed', () => admin, { state: 'any' }],
  ['unread', () => admin, { read: 'unread' }],
  ['of a period long ago', () => admin, { lastFrom: '2026-01-01', lastTo: '2026-01-02' }],
  ['mine', () => admin, { preset: 'mine' }],
  ['starred', () => admin, { preset: 'starred' }],
  ['of a colleague', () => admin, { responsibleUserId: [-1] }],
  ['closed, of who sees his own', () => own, { state: 'closed' }],
  ['all, of who sees his own', () => own, {}],
  ['open and closed, of who sees his own', () => own, { state: 'any' }],
] as const)('a page, %s, costs the same in a large account', async (_what, viewer, wishes) => {
  const given = 'responsibleUserId' in wishes ? { responsibleUserId: [own.userId, 0] } : wishes
  await expectCheap(list(viewer(), given), 400)
})

test.each([
  ['a tag', () => ({ tagId: [rareTag] })],
  ['a stage', () => ({ stage: [{ pipelineId, stageId: rareStage }] })],
])('what is rare by %s is reached from its side', async (_what, wishes) => {
  const page = await listConversations(db, admin, { sort: 'recent', limit: 50, ...wishes() })
  expect(page).toMatchObject({ next: null })
  expect(page.items.length).toBe(rare)
  await expectCheap(list(admin, wishes()), 1100, 2)
})

test.each([
  ['a stage', () => ({ stage: [{ pipelineId, stageId: null }] })],
  ['a channel', () => ({ channelId: [rareChannel] })],
  ['a kind of card', () => ({ card: 'customer' as const })],
])('a walk in search of %s is bounded', async (_what, wishes) => {
  await expectCheap(list(admin, wishes()), 5100, 2)
  await expectCheap(list(admin, wishes(), 'waiting'), 5100, 2)
})

test('what is rare is found page by page, and each page says that there is more to look through', async () => {
  const found: number[] = []
  let cursor: string | undefined
  let pages = 0
  do {
    const page = await listConversations(db, admin, {
      sort: 'recent',
      limit: 50,
      channelId: [rareChannel],
      cursor,
    })
    found.push(...page.items.map(({ number }) => number))
    cursor = page.next ?? undefined
    pages += 1
  } while (cursor !== undefined)
  expect(found).toEqual(Array.from({ length: rare }, (_none, index) => 2 * (rare - index)))
  expect(pages).toBe(3)
})

test.each(['клиент', '+7 921', '921', '№ 7921'])(
  '“%s”, which many have in their name or phone, costs a page what others cost',
  async (search) => {
    await expectCheap(list(admin, { search }), 5100, 3)
    await expectCheap((read) => countFound(read, admin, { search }), 20_100, 3)
    const newest = Array.from({ length: 120 }, (_none, index) => size - index)
    expect(await listAll(db, admin, { search }, 120)).toEqual(newest)
    expect(await countFound(db, admin, { search })).toEqual({ count: 1000, isMore: true })
    const ofOwn = Array.from({ length: rare }, (_none, index) => 2 * (rare - index))
    expect(await listAll(db, own, { search })).toEqual(ofOwn)
    expect(await listAll(db, admin, { search, channelId: [rareChannel] })).toEqual(ofOwn)
    const closed = await listAll(db, admin, { search, state: 'closed' }, 60)
    expect(closed).toEqual(Array.from({ length: 60 }, (_none, index) => size - 1 - 2 * index))
  },
)

test('one or two digits are the number of a conversation, however many names have them', async () => {
  expect(await listAll(db, admin, { search: '12' })).toEqual([12])
  expect(await listAll(db, admin, { search: '7' })).toEqual([7])
  await expectCheap(list(admin, { search: '12' }), 50)
})

test('what few have is found by its index, among all', async () => {
  for (const search of ['7921 000 12 34', '№ 1234', '1234']) {
    expect(await listAll(db, admin, { search })).toContain(1234)
    await expectCheap(list(admin, { search }), 400, 3)
  }
})

test('who sees his own finds the same by the same filter, without a walk through what is others’', async () => {
  const wishes: ConversationWishes = { channelId: [rareChannel], state: 'any' }
  const page = await listConversations(db, own, { sort: 'recent', limit: 50, ...wishes })
  expect([page.items.length, page.next]).toEqual([rare, null])
  await expectCheap(list(own, wishes), 1100, 2)
})

test('counting what a filter finds ends at a bound, and says so', async () => {
  expect(await countFound(db, admin, { state: 'any' })).toEqual({ count: 1000, isMore: true })
  expect(await countFound(db, admin, { tagId: [rareTag] })).toEqual({ count: rare, isMore: false })
  expect(await countFound(db, own, { state: 'any' })).toEqual({ count: rare, isMore: false })
  await expectCheap((read) => countFound(read, admin, { state: 'any' }), 2100)
  await expectCheap((read) => countFound(read, admin, { channelId: [rareChannel] }), 20_100)
  await expectCheap((read) => countMarked(read, admin), 400)
})

test('the response clock reads what is due and nothing else; closing after silence what is silent', async () => {
  const now = new Date('2027-01-01T00:00:00Z')
  expect(await lockDue(db, now, 200)).toHaveLength(50)
  await expectCheap((read) => findNextDue(read), 1)
  await expectCheap((read) => lockDue(read, now, 200), 200)
  expect(await listSilent(db, now, 100)).toHaveLength(100)
  await expectCheap((read) => listSilent(read, now, 100), 150)
})
