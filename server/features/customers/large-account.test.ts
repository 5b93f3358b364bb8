import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Viewer } from '#features/access'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { openCrm } from '../deals/test-crm.ts'
import { getCustomerBoard } from './get-customer-board.ts'

/** Many customers of one stage and one colleague; another one has a few, the oldest. */
const customers = 20_000
const ownOnes = 30

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let admin: Viewer
let own: Viewer
beforeAll(async () => {
  const crm = await createCrm()
  admin = await crm.viewer(crm.adminId)
  own = await crm.viewer(await crm.addUser({ customers: { view: 'own' } }))
  await sql`
    with s as (select pipeline_id, id from stages where account_id = ${crm.accountId}
      and pipeline_id in (select id from pipelines where account_id = ${crm.accountId} and kind = 'customer' and is_main)
      order by position limit 1)
    insert into customers (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, updated_at)
    select ${crm.accountId}, n, n, s.pipeline_id, s.id, 'Покупатель ' || i,
      case when i <= ${ownOnes} then ${own.userId}::bigint else ${admin.userId} end, timestamptz '2020-01-01' + i * interval '1 minute'
    from s, (select i, nextval('deal_ids') as n from generate_series(1, ${customers}::int) i) g`.execute(db)
  await sql`vacuum analyze`.execute(db)
})

test.each([
  ['of all', () => admin, 1100],
  ['of who sees his own', () => own, 200],
] as const)('the board of customers, %s, costs the same in a large account', async (_what, viewer, most) => {
  const board = await getCustomerBoard(db, viewer(), { limit: 20 })
  expect(board.stages[0]?.items).toHaveLength(20)
  for (const plan of await explain(database, (read) => getCustomerBoard(read, viewer(), { limit: 20 }))) {
    expect(plan.scanned.filter((table) => table === 'customers')).toEqual([])
    expect(plan.rows, plan.text).toBeLessThanOrEqual(most)
  }
})

test('who sees his own counts his own', async () => {
  const { stages } = await getCustomerBoard(db, own, { limit: 20 })
  expect(stages.map(({ count }) => count).filter((count) => count > 0)).toEqual([ownOnes])
})
