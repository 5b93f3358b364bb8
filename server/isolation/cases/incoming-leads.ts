import type { Things } from '../test-things.ts'
import { open, ownOnly, path, wrongParam, type Case } from './case.ts'

const leadParams = ({ leadDealId }: Things) => ({ dealId: leadDealId })
/** One of the two sees nothing; the other sees all, but takes no incoming leads: to him they are not there. */
const takersOnly = ownOnly

export const incomingLeads: Record<string, Case> = {
  'incoming-leads.accept': {
    call: path(leadParams, {}),
    naming: {
      'a responsible': (mine, { userId }) => ({
        params: leadParams(mine),
        body: { responsibleUserId: userId },
      }),
      'a pipeline': (mine, { pipelineId }) => ({ params: leadParams(mine), body: { pipelineId } }),
      'a stage': (mine, { stageId }) => ({ params: leadParams(mine), body: { stageId } }),
    },
    wrong: { field: 'stageId', call: (mine) => ({ params: leadParams(mine), body: { stageId: 'x' } }) },
    ...takersOnly,
  },
  'incoming-leads.decline': {
    call: path(leadParams, {}),
    naming: {
      'a reason': (mine, { lossReasonId }) => ({ params: leadParams(mine), body: { lossReasonId } }),
    },
    wrong: {
      field: 'lossReasonId',
      call: (mine) => ({ params: leadParams(mine), body: { lossReasonId: 0 } }),
    },
    ...takersOnly,
  },
  'incoming-leads.link': {
    call: (mine, other) => ({ params: leadParams(other), body: { card: { kind: 'deal', id: mine.dealId } } }),
    naming: {
      'a deal': (mine, { dealId }) => ({
        params: leadParams(mine),
        body: { card: { kind: 'deal', id: dealId } },
      }),
      'a customer': (mine, { customerId }) => ({
        params: leadParams(mine),
        body: { card: { kind: 'customer', id: customerId } },
      }),
    },
    wrong: {
      field: 'card.kind',
      call: (mine) => ({ params: leadParams(mine), body: { card: { kind: 'contact', id: 1 } } }),
    },
    ...takersOnly,
  },
  'incoming-leads.cards': { call: path(leadParams), wrong: wrongParam('dealId'), ...takersOnly },
  'incoming-leads.accept-many': {
    call: (mine) => ({ body: { dealIds: [mine.leadDealId] } }),
    naming: {
      'a responsible': (mine, { userId }) => ({
        body: { dealIds: [mine.leadDealId], responsibleUserId: userId },
      }),
      'a pipeline': (mine, { pipelineId }) => ({ body: { dealIds: [mine.leadDealId], pipelineId } }),
    },
    wrong: { field: 'dealIds', call: () => ({ body: { dealIds: [] } }) },
    ...open,
  },
  'incoming-leads.decline-many': {
    call: (mine) => ({ body: { dealIds: [mine.leadDealId] } }),
    naming: {
      'a reason': (mine, { lossReasonId }) => ({ body: { dealIds: [mine.leadDealId], lossReasonId } }),
    },
    wrong: { field: 'dealIds', call: () => ({ body: { dealIds: [] } }) },
    ...open,
  },
}
