import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { DealView } from '#contract/deals'
import type { LossReasonView, PipelineView } from '#contract/pipelines'
import { inTransaction } from '#lib/db'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { waitedFor } from '#lib/test-locks'
import { changeDeal } from './change-deal.ts'
import { deleteLossReason } from './loss-reasons/save-loss-reasons.ts'
import { projections } from './projections.ts'
import { openCrm, type TestCrm } from './test-crm.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let crm: TestCrm
let main: PipelineView
beforeEach(async () => {
  crm = await createCrm()
  main = await pipeline('Воронка')
})

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
const call = (method: Method, path: string, body?: object) => crm.call(crm.adminId, method, path, body)

async function good<T>(method: Method, path: string, body?: object): Promise<T> {
  const reply = await call(method, path, body)
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200 })
  return reply.body as T
}

async function refused(method: Method, path: string, body: object): Promise<unknown> {
  const { error } = (await call(method, path, body)).body as { error: { code: string; details: object } }
  return [error.code, error.details]
}

async function pipeline(name: string): Promise<PipelineView> {
  const { items } = await good<{ items: PipelineView[] }>('GET', '/pipelines')
  const found = items.find((each) => each.name === name)
  if (!found) throw new Error('no such pipeline')
  return found
}

const names = async (): Promise<string[]> =>
  (await good<{ items: PipelineView[] }>('GET', '/pipelines')).items.map(({ name }) => name)
const stageNames = async (): Promise<string[]> => (await pipeline('Воронка')).stages.map(({ name }) => name)
const stageId = (name: string): number => main.stages.find((stage) => stage.name === name)?.id ?? 0
const stagePath = (name: string): string => `/pipelines/${main.id}/stages/${stageId(name)}`
const create = (more: object = {}): Promise<DealView> =>
  good<DealView>('POST', '/deals', { name: 'Кофе', ...more })
const eventsOf = (dealId: number) =>
  db
    .selectFrom('events')
    .select(['type', 'before', 'after'])
    .where('card_id', '=', dealId)
    .orderBy('at')
    .execute()

describe('pipelines', () => {
  test('a new one has the usual stages with won and lost; the order is what people give, the main one is chosen', async () => {
    await good('POST', '/pipelines', { name: 'Опт' })
    const { id, stages } = await pipeline('Опт')
    expect(stages.map(({ kind }) => kind)).toEqual([
      'incoming',
      'normal',
      'normal',
      'normal',
      'normal',
      'won',
      'lost',
    ])
    expect(stages.slice(-2).map((stage) => stage.id)).toEqual([142, 143])
    await good('PATCH', `/pipelines/${id}`, { beforeId: main.id })
    expect(await names()).toEqual(['Опт', 'Воронка'])
    await good('PATCH', `/pipelines/${id}`, { isMain: true })
    expect((await pipeline('Воронка')).isMain).toBe(false)
    expect(await create()).toMatchObject({ pipelineId: id })
    expect(await refused('DELETE', `/pipelines/${id}`, {})).toEqual(['pipeline.main', {}])
  })

  test('a name that somebody has changed meanwhile is not overwritten; other changes of both stay', async () => {
    const path = `/pipelines/${main.id}`
    await good('PATCH', path, { name: 'Розница', seenName: 'Воронка' })
    expect(await refused('PATCH', path, { name: 'Магазин', seenName: 'Воронка' })).toEqual([
      'settings.changed_meanwhile',
      expect.objectContaining({ field: 'name', current: 'Розница' }),
    ])
    expect(await names()).toEqual(['Розница'])
  })

  test('with deals it is not deleted, or its deals go where they are told, each with its fact', async () => {
    await good('POST', '/pipelines', { name: 'Опт' })
    const { id } = await pipeline('Опт')
    await sql`update channels set pipeline_id = ${id} where id = ${crm.channelId}`.execute(db)
    const deals = [await create({ pipelineId: id }), await create({ pipelineId: id, stageId: 142 })]
    expect(await refused('DELETE', `/pipelines/${id}`, {})).toEqual(['pipeline.has_deals', { count: 2 }])
    const moveTo = { pipelineId: main.id, stageId: stageId('Переговоры') }
    await good('DELETE', `/pipelines/${id}`, { moveTo })
    expect(await names()).toEqual(['Воронка'])
    for (const deal of deals) {
      const moved = await good<DealView>('GET', `/deals/${deal.id}`)
      expect(moved).toMatchObject({ pipelineId: main.id, stage: { name: 'Переговоры' }, closedAt: null })
      expect((await eventsOf(deal.id)).at(-1)).toMatchObject({
        type: 'deal.moved',
        before: { pipelineId: id, stageId: deal.stage.id },
        after: moveTo,
      })
    }
    expect((await crm.write('Марина')).dealId).toBeGreaterThan(0)
    expect(await findWrongProjections(database.pool, projections)).toEqual([])
  })
})

describe('stages', () => {
  test('are added, moved, renamed and coloured; won and lost stay last', async () => {
    const added = { name: 'Замер', color: 'rose', beforeId: stageId('Переговоры') }
    await good('POST', `/pipelines/${main.id}/stages`, added)
    await good('PATCH', stagePath('Первичный контакт'), { beforeId: null })
    await good('PATCH', `/pipelines/${main.id}/stages/142`, { name: 'Продано', color: 'teal' })
    expect(await stageNames()).toEqual([
      'Неразобранное',
      'Замер',
      'Переговоры',
      'Принимают решение',
      'Согласование договора',
      'Первичный контакт',
      'Продано',
      'Закрыто и не реализовано',
    ])
    expect(await refused('PATCH', `/pipelines/${main.id}/stages/142`, { beforeId: null })).toEqual([
      'stage.system',
      {},
    ])
    expect(await refused('DELETE', `/pipelines/${main.id}/stages/143`, {})).toEqual(['stage.system', {}])
  })

  test('incoming leads are switched off and on', async () => {
    await good('DELETE', stagePath('Неразобранное'), {})
    expect((await stageNames())[0]).toBe('Первичный контакт')
    await Promise.all([1, 2].map(() => good('PATCH', `/pipelines/${main.id}`, { hasIncoming: true })))
    expect((await stageNames()).slice(0, 2)).toEqual(['Неразобранное', 'Первичный контакт'])
  })

  test('with deals one is not deleted, or they go elsewhere; one ordinary stage stays', async () => {
    const { id } = await create()
    expect(await refused('DELETE', stagePath('Первичный контакт'), {})).toEqual([
      'stage.has_deals',
      { count: 1 },
    ])
    const moveTo = { pipelineId: main.id, stageId: 143 }
    await good('DELETE', stagePath('Первичный контакт'), { moveTo })
    const lost = await good<DealView>('GET', `/deals/${id}`)
    expect(lost).toMatchObject({ stage: { kind: 'lost' } })
    expect(lost.closedAt).not.toBeNull()
    for (const name of ['Переговоры', 'Принимают решение']) await good('DELETE', stagePath(name), {})
    expect(await refused('DELETE', stagePath('Согласование договора'), {})).toEqual(['stage.last', {}])
  })

  test('a deal that moves into a stage while it is deleted is either there or refused, never lost', async () => {
    for (const name of ['Переговоры', 'Принимают решение', 'Согласование договора']) {
      const { id } = await create()
      const [gone, moved] = await Promise.all([
        call('DELETE', stagePath(name), {}),
        call('PATCH', `/deals/${id}`, { stageId: stageId(name) }),
      ])
      expect([
        [200, 404],
        [409, 200],
      ]).toContainEqual([gone.status, moved.status])
      const { stage } = await good<DealView>('GET', `/deals/${id}`)
      expect(stage.name).toBe(moved.status === 200 ? name : 'Первичный контакт')
    }
    expect(await findWrongProjections(database.pool, projections)).toEqual([])
  })
})

describe('reasons of losing', () => {
  const reasons = async (): Promise<LossReasonView[]> =>
    (await good<{ items: LossReasonView[] }>('GET', '/loss-reasons')).items

  test('are added, renamed, moved; a name stands there once', async () => {
    await good('POST', '/loss-reasons', { name: 'Нет денег' })
    expect(await refused('POST', '/loss-reasons', { name: 'нет денег' })).toEqual(['loss_reason.taken', {}])
    const [first, second] = await reasons()
    await good('PATCH', `/loss-reasons/${first?.id}`, { beforeId: null, name: 'Слишком дорого' })
    const now = (await reasons()).map(({ name }) => name)
    expect([now[0], now.at(-1)]).toEqual([second?.name, 'Слишком дорого'])
  })

  test('a lost deal keeps its reason, also when it is no longer offered; any other stage has none', async () => {
    const [reason] = await reasons()
    const { id } = await create()
    const path = `/deals/${id}`
    const lost = { stageId: 143, lossReasonId: reason?.id }
    expect(await good('PATCH', path, lost)).toMatchObject({ lossReasonId: reason?.id })
    expect((await eventsOf(id)).at(-1)).toMatchObject({ type: 'deal.moved', after: lost })
    await good('DELETE', `/loss-reasons/${reason?.id}`)
    expect((await reasons()).at(-1)).toEqual({ ...reason, isRemoved: true })
    expect(await good('GET', path)).toMatchObject({ lossReasonId: reason?.id })
    expect(await good('PATCH', path, { stageId: 142 })).toMatchObject({ lossReasonId: null })
    expect((await call('PATCH', path, { stageId: 142, lossReasonId: reason?.id })).status).toBe(422)
    await good('PATCH', path, { stageId: 143 })
    const [other] = await reasons()
    await good('PATCH', path, { lossReasonId: other?.id })
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      type: 'deal.changed',
      before: { lossReasonId: null },
      after: { lossReasonId: other?.id },
    })
  })

  test('one that a deal is being lost for while it is deleted is kept for that deal', async () => {
    const { items } = await good<{ items: LossReasonView[] }>('POST', '/loss-reasons', { name: 'Уехал' })
    const reasonId = items.find(({ name }) => name === 'Уехал')?.id ?? 0
    const { id } = await create()
    const viewer = await crm.viewer(crm.adminId)
    const { deleting } = await inTransaction(db, async (tx) => {
      await changeDeal(tx, viewer, { dealId: id, stageId: 143, lossReasonId: reasonId }, new Date())
      const asked = call('DELETE', `/loss-reasons/${reasonId}`)
      await waitedFor(db)
      return { deleting: asked }
    })
    expect((await deleting).status).toBe(200)
    expect((await reasons()).find((reason) => reason.id === reasonId)).toMatchObject({ isRemoved: true })
    expect(await good('GET', `/deals/${id}`)).toMatchObject({ lossReasonId: reasonId })
  })

  test('one that is deleted while a deal is about to be lost for it is none', async () => {
    const { items } = await good<{ items: LossReasonView[] }>('POST', '/loss-reasons', { name: 'Передумал' })
    const reasonId = items.find(({ name }) => name === 'Передумал')?.id ?? 0
    const { id } = await create()
    const { losing } = await inTransaction(db, async (tx) => {
      await deleteLossReason(tx, await crm.viewer(crm.adminId), reasonId, new Date())
      const asked = call('PATCH', `/deals/${id}`, { stageId: 143, lossReasonId: reasonId })
      await waitedFor(db)
      return { losing: asked }
    })
    expect(await losing).toMatchObject({ status: 404, body: { error: { code: 'loss_reason.not_found' } } })
  })
})
