import { beforeEach, expect, test } from 'vitest'
import type { StageView } from '#contract/pipelines'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { deleteStage } from '../deals/pipelines/delete-stage.ts'
import { changePipeline } from '../deals/pipelines/save-pipeline.ts'
import { changeStage, createStage } from '../deals/pipelines/save-stage.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)
let crm: TestCrm
beforeEach(async () => {
  crm = await createCrm()
})

type Pipeline = { pipelineId: number; stages: StageView[] }
const pipelineOf = async (): Promise<Pipeline> =>
  (await crm.call(crm.adminId, 'GET', '/customers/stages')).body as Pipeline

test('stages of customers are added, renamed, placed and deleted like those of deals', async () => {
  const viewer = await crm.viewer(crm.adminId)
  const { pipelineId, stages } = await pipelineOf()
  const [first, second] = stages
  await inTransaction(db, (tx) =>
    createStage(
      tx,
      viewer,
      { pipelineId, name: 'Пробный', color: 'rose', beforeId: first?.id ?? 0 },
      new Date(),
    ),
  )
  await inTransaction(db, (tx) =>
    changeStage(
      tx,
      viewer,
      { pipelineId, stageId: first?.id ?? 0, name: 'Новичок', color: 'slate' },
      new Date(),
    ),
  )
  await inTransaction(db, (tx) =>
    deleteStage(tx, viewer, { pipelineId, stageId: second?.id ?? 0 }, new Date()),
  )
  const after = await pipelineOf()
  expect(after.stages.map(({ name }) => name).slice(0, 2)).toEqual(['Пробный', 'Новичок'])
  expect(after.stages).toHaveLength(stages.length)
  const { body } = await crm.call(crm.adminId, 'GET', '/pipelines')
  expect(JSON.stringify(body)).not.toContain('Новичок')
})

test('one where customers stand is not deleted, and customers come neither in unaccepted nor from deals', async () => {
  const viewer = await crm.viewer(crm.adminId)
  const { pipelineId, stages } = await pipelineOf()
  const stageId = stages[0]?.id ?? 0
  await crm.call(crm.adminId, 'POST', '/customers', { name: 'Кафе' })
  await expect(
    inTransaction(db, (tx) => deleteStage(tx, viewer, { pipelineId, stageId }, new Date())),
  ).rejects.toMatchObject({ code: 'stage.has_customers', details: { count: 1 } })
  await expect(
    inTransaction(db, (tx) => changePipeline(tx, viewer, { pipelineId, hasIncoming: true }, new Date())),
  ).rejects.toMatchObject({ code: 'pipeline.not_found' })
  const { dealId } = await crm.write('Марина')
  expect(await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { pipelineId, stageId })).toMatchObject({
    status: 404,
  })
  expect(await crm.call(crm.adminId, 'GET', `/deals/board?pipelineId=${pipelineId}`)).toMatchObject({
    status: 404,
    body: { error: { code: 'pipeline.not_found' } },
  })
})
