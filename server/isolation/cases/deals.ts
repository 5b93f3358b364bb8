import { dealParams, open, path, wrongParam, wrongQuery, type Case } from './case.ts'

export const deals: Record<string, Case> = {
  'deals.list': { call: () => ({}), wrong: wrongQuery('stageId', 'x'), ...open },
  'deals.board': {
    call: (_mine, other) => ({ query: { pipelineId: String(other.pipelineId) } }),
    wrong: wrongQuery('pipelineId', 'x'),
    ...open,
  },
  'deals.totals': { call: () => ({}), wrong: wrongQuery('createdFrom', '2026-13-01'), ...open },
  'deals.change-many': {
    call: (mine) => ({ body: { changes: [{ ...dealParams(mine), responsibleUserId: null }] } }),
    naming: {
      'a responsible': (mine, other) => ({
        body: { changes: [{ ...dealParams(mine), responsibleUserId: other.userId }] },
      }),
      'a pipeline': (mine, other) => ({
        body: { changes: [{ ...dealParams(mine), pipelineId: other.pipelineId }] },
      }),
      'a reason': (mine, other) => ({
        body: { changes: [{ ...dealParams(mine), stageId: 143, lossReasonId: other.lossReasonId }] },
      }),
    },
    wrong: { field: 'changes', call: () => ({ body: { changes: [] } }) },
    ...open,
  },
  'deals.get': { call: path(dealParams), wrong: wrongParam('dealId'), blind: 'hidden', reader: 'ok' },
  'deals.create': {
    call: () => ({ body: { name: 'Новая' } }),
    naming: {
      'a contact': (_mine, other) => ({ body: { name: 'Новая', contactId: other.contactId } }),
      'a pipeline': (_mine, other) => ({ body: { name: 'Новая', pipelineId: other.pipelineId } }),
      'a stage': (mine, other) => ({
        body: { name: 'Новая', pipelineId: mine.pipelineId, stageId: other.stageId },
      }),
    },
    wrong: { field: 'budget', call: () => ({ body: { name: 'Новая', budget: -1 } }) },
    blind: 'session.forbidden',
    reader: 'session.forbidden',
  },
  'deals.change': {
    call: path(dealParams, { name: 'Иначе' }),
    naming: {
      'a responsible': (mine, other) => ({
        params: dealParams(mine),
        body: { responsibleUserId: other.userId },
      }),
      'a pipeline': (mine, other) => ({ params: dealParams(mine), body: { pipelineId: other.pipelineId } }),
      'a stage': (mine, other) => ({ params: dealParams(mine), body: { stageId: other.stageId } }),
      'a reason': (mine, other) => ({
        params: dealParams(mine),
        body: { stageId: 143, lossReasonId: other.lossReasonId },
      }),
    },
    wrong: { field: 'budget', call: (mine) => ({ params: dealParams(mine), body: { budget: 'x' } }) },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
}
