import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { countDeals } from './count-deals.ts'
import { getBoard } from './get-board.ts'
import { listDeals } from './list-deals.ts'
import { openCrm } from './test-crm.ts'

/** Many deals of one stage, the newest of them without conversations; 300 have one, all of them long ago. */
const deals = 20_000

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let admin: Viewer
let own: Viewer
let pipelineId = 0

beforeAll(async () => {
  const crm = await createCrm()
  admin = await crm.viewer(crm.adminId)
  own = await crm.viewer(await crm.addUser({ deals: { view: 'own' } }))
  const { rows } = await sql<{ pipelineId: number }>`
    with s as (select pipeline_id, id from stages where account_id = ${crm.accountId} and kind = 'normal'
      and pipeline_id in (select id from pipelines where account_id = ${crm.accountId} and kind = 'deal') order by position limit 1), d as (
      insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, budget, responsible_user_id, conversations,
        unread_conversations, updated_at)
      select ${crm.accountId}, n, n, s.pipeline_id, s.id, 'Сделка ' || i, i % 1000,
        case when i <= 50 then ${own.userId}::bigint else ${admin.userId} end, (i <= 300)::int, (i <= 100)::int,
        timestamptz '2020-01-01' + i * interval '1 minute'
      from s, (select i, nextval('deal_ids') as n from generate_series(1, ${deals}::int) i) g
    )
    select pipeline_id as "pipelineId" from s`.execute(db)
  pipelineId = rows[0]?.pipelineId ?? 0
  await sql`vacuum analyze`.execute(db)
})

/** Deals are never read whole, and no step looks at more rows than a page of every stage may need. */
async function expectCheap(work: (read: Read) => Promise<unknown>, mostRows: number): Promise<void> {
  for (const plan of await explain(database, work)) {
    expect(plan.scanned.filter((table) => table === 'deals')).toEqual([])
    expect(plan.rows, plan.text).toBeLessThanOrEqual(mostRows)
  }
}

test.each([
  ['all', () => admin, {}],
  ['with unread conversations', () => admin, { talks: 'unread' }],
  ['with read conversations', () => admin, { talks: 'read' }],
  ['of who sees his own', () => own, {}],
] as const)('the board, %s, costs the same in a large account', async (_what, viewer, wish) => {
  await expectCheap((read) => getBoard(read, viewer(), { pipelineId, limit: 20, ...wish }), 200)
})

test.each([
  ['with read conversations', { talks: 'read' }],
  ['with unread conversations', { talks: 'unread' }],
  ['by budget', { sort: 'budget' }],
  ['by creation, the oldest first', { sort: 'created', order: 'asc' }],
  ['by the time in the stage', { sort: 'stage' }],
  ['of nobody or somebody', { responsibleUserId: [0, -1] }],
] as const)('a page of deals, %s, costs the same in a large account', async (_what, wish) => {
  const responsible =
    'responsibleUserId' in wish ? { responsibleUserId: [0, own.userId] } : { responsibleUserId: undefined }
  await expectCheap((read) => listDeals(read, admin, { limit: 50, ...wish, ...responsible }), 200)
})

test('the totals of a board are not counted anew', async () => {
  await expectCheap((read) => countDeals(read, admin, { pipelineId }), 200)
  await expectCheap((read) => countDeals(read, own, { pipelineId }), 200)
  await expectCheap((read) => countDeals(read, admin, { pipelineId, talks: 'unread' }), 200)
})
