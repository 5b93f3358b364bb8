import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { openCrm } from '../deals/test-crm.ts'
import { listGallery } from '../gallery/list-gallery.ts'
import { listNotes } from '../notes/list-notes.ts'
import { listCardTasks } from './find-tasks.ts'
import { listCalendar } from './list-calendar.ts'
import { countTasks, listTasks } from './list-tasks.ts'

/** What an account has after some years: mostly done tasks, many notes, a card that was talked about for long. */
const many = 20_000
const now = new Date('2026-11-26T09:00:00.000Z')

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let admin: Viewer
let own: Viewer
let dealId = 0

beforeAll(async () => {
  const crm = await createCrm()
  admin = await crm.viewer(crm.adminId)
  own = await crm.viewer(await crm.addUser({ tasks: { view: 'own' } }))
  const written = await crm.write('Марина')
  dealId = written.dealId
  const { accountId } = crm
  await sql`insert into tasks (account_id, request_id, type_id, text, due_at, remind_at, responsible_user_id, card_kind, card_id,
      created_by, created_at, updated_at, completed_at, completed_by)
    select ${accountId}, gen_random_uuid(), 1, 'Задача', t.at, t.at, case when n % 200 = 0 then ${own.userId}::bigint else ${admin.userId} end,
      'deal', case when n % 500 = 0 then ${dealId}::bigint else 7000000 + n end, ${admin.userId}, t.at, t.at,
      case when n % 20 > 0 then t.at end, case when n % 20 > 0 then ${admin.userId}::bigint end
    from generate_series(1, ${many}::int) n cross join lateral (select timestamptz '2020-01-01' + n * interval '3 hours' as at) t`.execute(
    db,
  )
  await sql`insert into notes (account_id, request_id, entity_kind, entity_id, text, author_kind, author_id, created_at)
    select ${accountId}, gen_random_uuid(), 'deal', case when n % 4 = 0 then ${dealId}::bigint else 7000000 + n end, 'Слово', 'user',
      ${admin.userId}, timestamptz '2020-01-01' + n * interval '1 hour' from generate_series(1, ${many}::int) n`.execute(
    db,
  )
  await sql`with m as (
      insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, placed_at, received_at, has_attachments)
      select v.account_id, gen_random_uuid(), v.chat_id, v.number, 'in', 'text', 'client', t.at, t.at, n % 10 = 0
      from conversations v cross join generate_series(1, ${many}::int) n
      cross join lateral (select timestamptz '2020-01-01' + n * interval '1 hour' as at) t
      where v.account_id = ${accountId} and v.number = ${written.number}
      returning account_id, id, placed_at, has_attachments
    ), f as (
      insert into files (account_id, id, name, mime, size_bytes, sha256, storage_key, uploaded_by_kind)
      select account_id, id, 'фото.png', 'image/png', 5, 'x', id::text, 'client' from m where has_attachments returning account_id, id
    )
    insert into attachments (account_id, message_id, position, part_position, file_id, kind, name, state)
    select account_id, id, 0, 0, id, 'photo', 'фото.png', 'ready' from f`.execute(db)
  await sql`vacuum analyze`.execute(db)
})

const large = new Set(['tasks', 'notes', 'messages', 'attachments', 'files'])

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

test.each([
  ['overdue, of all', () => admin, { group: 'overdue' }],
  ['later, of all', () => admin, { group: 'later' }],
  ['done, of all', () => admin, { group: 'done' }],
  ['overdue, one’s own', () => admin, { group: 'overdue', isMine: true }],
  ['done, one’s own', () => own, { group: 'done', isMine: true }],
  ['overdue, of who sees his own', () => own, { group: 'overdue' }],
  ['later, of who sees his own', () => own, { group: 'later' }],
  ['done, of who sees his own', () => own, { group: 'done' }],
] as const)('a page of tasks, %s, costs the same in a large account', async (_what, viewer, wish) => {
  const whose = 'isMine' in wish ? { responsibleUserId: viewer().userId } : {}
  await expectCheap((read) => listTasks(read, viewer(), { group: wish.group, limit: 50, ...whose }, now), 110)
})

test('the groups of who sees his own are counted by what is his', async () => {
  await expectCheap((read) => countTasks(read, own, {}, now), 110)
})

test('a month of the calendar reads the tasks of that month', async () => {
  await expectCheap((read) => listCalendar(read, admin, { from: '2023-03-01', to: '2023-03-31' }), 300)
})

test('the open tasks of a card are found by the card', async () => {
  await expectCheap((read) => listCardTasks(read, admin, { kind: 'deal', id: dealId }), 110)
})

test('a page of notes reads no more than a page', async () => {
  await expectCheap((read) => listNotes(read, admin, { kind: 'deal', id: dealId, limit: 50 }), 110)
})

test('a page of the gallery reads as many messages with files as it shows', async () => {
  const holder = { kind: 'deal' as const, id: dealId }
  await expectCheap((read) => listGallery(read, admin, { holder, files: 'pictures', limit: 50 }), 220)
})
