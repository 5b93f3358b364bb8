import { expect, test } from 'vitest'
import type { EventType, EventView } from '#contract/events'
import { isStanding, undoOf } from './undo-of.ts'

const event = (type: EventType, before: EventView['before'], after: EventView['after']): EventView => ({
  id: '0197a1f0-0000-7000-8000-000000000001',
  type,
  at: '2026-11-26T12:00:00.000Z',
  actor: { kind: 'user', id: 1, name: 'Анна' },
  number: null,
  messageId: null,
  channelId: null,
  before,
  after,
})

test('a change of fields can be taken back, another event cannot', () => {
  expect(undoOf(event('deal.changed', { budget: 5 }, { budget: 7 }))).toEqual({
    before: { budget: 5 },
    after: { budget: 7 },
  })
  expect(undoOf(event('deal.created', null, null))).toBeNull()
  expect(undoOf(event('conversation.closed', { name: 'a' }, { name: 'b' }))).toBeNull()
  expect(undoOf(event('deal.changed', null, null))).toBeNull()
})

test('a move is taken back to its stage; the reason of losing, told only as it became, goes with it', () => {
  const undo = undoOf(
    event('deal.moved', { pipelineId: 1, stageId: 10 }, { pipelineId: 1, stageId: 143, lossReasonId: 2 }),
  )
  expect(undo?.before).toEqual({ pipelineId: 1, stageId: 10 })
})

test('only while the card still is what the change made of it', () => {
  const card = { name: 'Поставка', budget: 7, pipelineId: 1, stage: { id: 10 }, company: null }
  expect(isStanding(card, { budget: 7 })).toBe(true)
  expect(isStanding(card, { budget: 5 })).toBe(false)
  expect(isStanding(card, { pipelineId: 1, stageId: 10 })).toBe(true)
  expect(isStanding(card, { pipelineId: 1, stageId: 11 })).toBe(false)
  expect(isStanding(card, { companyId: null })).toBe(true)
  expect(isStanding({ ...card, company: { id: 3 } }, { companyId: 3 })).toBe(true)
})
