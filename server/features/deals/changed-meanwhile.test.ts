import { beforeEach, expect, test } from 'vitest'
import type { DealView } from '#contract/deals'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from './test-crm.ts'

const database = await createTestDatabase()
const createCrm = await openCrm(database)

let crm: TestCrm
let deal: DealView
beforeEach(async () => {
  crm = await createCrm()
  const made = await crm.call(crm.adminId, 'POST', '/deals', { name: 'Поставка', budget: 100 })
  deal = made.body as DealView
})

const change = (body: object) => crm.call(crm.adminId, 'PATCH', `/deals/${deal.id}`, body)

test('of two who write the same field of a deal the second is told what the first wrote', async () => {
  expect((await change({ budget: 200, seen: { budget: 100 } })).status).toBe(200)
  expect(await change({ budget: 300, name: 'Иначе', seen: { budget: 100 } })).toMatchObject({
    status: 409,
    body: { error: { code: 'card.changed_meanwhile', details: { field: 'budget', current: 200 } } },
  })
  const now = await crm.call(crm.adminId, 'GET', `/deals/${deal.id}`)
  expect(now.body).toMatchObject({ budget: 200, name: 'Поставка' })
  expect((await change({ name: 'Другая', seen: { name: 'Поставка' } })).status).toBe(200)
})

test('a change is taken back only while the deal is what it made of it', async () => {
  const { pipelineId, stage } = deal
  const was = { pipelineId, stageId: stage.id }
  await change({ stageId: 143, seen: was })
  expect(await change({ ...was, seen: { pipelineId, stageId: 143 } })).toMatchObject({
    status: 200,
    body: { stage: { id: stage.id } },
  })
  await change({ stageId: 142, seen: was })
  expect(await change({ ...was, seen: { pipelineId, stageId: 143 } })).toMatchObject({
    status: 409,
    body: { error: { details: { field: 'stageId', current: 142 } } },
  })
})
