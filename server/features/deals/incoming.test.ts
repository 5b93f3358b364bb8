import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { openCrm } from './test-crm.ts'

const database = await createTestDatabase()
const { db } = database
const open = await openCrm(database)

test('an incoming lead is accepted and declined only by whose role says so; everything else of it is as with any deal', async () => {
  const crm = await open()
  const { accountId, adminId } = crm
  const [may, mayNot] = [await crm.addUser(), await crm.addUser()]
  await sql`update roles r set incoming = false from users u
    where u.account_id = ${accountId} and u.id = ${mayNot} and r.account_id = u.account_id and r.id = u.role_id`.execute(
    db,
  )
  const { dealId } = await crm.write('Анна')
  const { rows } = await sql<{ id: number; kind: string }>`
    select s.id, s.kind from stages s join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id
    where s.account_id = ${accountId} and p.kind = 'deal' order by s.position`.execute(db)
  const stageOf = (kind: string): number => rows.find((stage) => stage.kind === kind)?.id ?? 0
  const move = (userId: number, stageId: number) => crm.call(userId, 'PATCH', `/deals/${dealId}`, { stageId })
  expect((await move(adminId, stageOf('incoming'))).status).toBe(200)

  for (const stageId of [stageOf('normal'), 143]) {
    expect(await move(mayNot, stageId)).toMatchObject({
      status: 403,
      body: { error: { code: 'session.forbidden' } },
    })
  }
  const many = await crm.call(mayNot, 'POST', '/deals/changes', {
    changes: [{ dealId, stageId: stageOf('normal') }],
  })
  expect(many.body).toMatchObject({ skipped: [{ dealId, code: 'session.forbidden' }] })
  expect((await crm.call(mayNot, 'PATCH', `/deals/${dealId}`, { name: 'Кофе' })).status).toBe(200)
  expect((await move(may, stageOf('normal'))).status).toBe(200)
})
