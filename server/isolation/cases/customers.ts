import { randomUUID } from 'node:crypto'
import type { Things } from '../test-things.ts'
import { numberParams, open, path, wrongParam, wrongQuery, type Case } from './case.ts'

const customerParams = ({ customerId }: Things) => ({ customerId })
const purchaseParams = ({ customerId, purchaseId }: Things) => ({ customerId, purchaseId })
const bought = { amount: 5, boughtOn: '2026-11-02' }
const guarded = { blind: 'hidden', reader: 'session.forbidden' } as const

export const customers: Record<string, Case> = {
  'customers.list': { call: () => ({}), wrong: wrongQuery('nextFrom', '2026-13-01'), ...open },
  'customers.board': { call: () => ({}), wrong: wrongQuery('limit', '0'), ...open },
  'customers.stages': { call: () => ({}), wrong: null, ...open },
  'customers.get': {
    call: path(customerParams),
    wrong: wrongParam('customerId'),
    blind: 'hidden',
    reader: 'ok',
  },
  'customers.create': {
    call: () => ({ body: { name: 'Кафе' } }),
    naming: {
      'a contact': (_mine, { contactId }) => ({ body: { contactId } }),
      'a won deal': (_mine, { wonDealId }) => ({ body: { dealId: wonDealId } }),
      'a stage': (_mine, { customerStageId }) => ({ body: { name: 'Кафе', stageId: customerStageId } }),
    },
    wrong: { field: 'nextPurchaseOn', call: () => ({ body: { name: 'Кафе', nextPurchaseOn: 'завтра' } }) },
    blind: 'session.forbidden',
    reader: 'session.forbidden',
  },
  'customers.change': {
    call: path(customerParams, { name: 'Иначе' }),
    naming: {
      'a responsible': (mine, { userId }) => ({
        params: customerParams(mine),
        body: { responsibleUserId: userId },
      }),
      'a stage': (mine, { customerStageId }) => ({
        params: customerParams(mine),
        body: { stageId: customerStageId },
      }),
    },
    wrong: { field: 'name', call: (mine) => ({ params: customerParams(mine), body: { name: ' ' } }) },
    ...guarded,
  },
  'customers.change-many': {
    call: ({ customerId }) => ({ body: { changes: [{ customerId, responsibleUserId: null }] } }),
    naming: {
      'a responsible': ({ customerId }, { userId }) => ({
        body: { changes: [{ customerId, responsibleUserId: userId }] },
      }),
      'a stage': ({ customerId }, { customerStageId }) => ({
        body: { changes: [{ customerId, stageId: customerStageId }] },
      }),
    },
    wrong: { field: 'changes', call: () => ({ body: { changes: [] } }) },
    ...open,
  },
  'customers.purchases': {
    call: path(customerParams),
    wrong: wrongParam('customerId'),
    blind: 'hidden',
    reader: 'ok',
  },
  'customers.add-purchase': {
    call: (_mine, other) => ({ params: customerParams(other), body: { id: randomUUID(), ...bought } }),
    wrong: {
      field: 'amount',
      call: (mine) => ({ params: customerParams(mine), body: { id: randomUUID(), ...bought, amount: 0 } }),
    },
    ...guarded,
  },
  'customers.change-purchase': {
    call: path(purchaseParams, bought),
    naming: {
      'a purchase': (mine, { purchaseId }) => ({
        params: { ...customerParams(mine), purchaseId },
        body: bought,
      }),
    },
    wrong: {
      field: 'boughtOn',
      call: (mine) => ({ params: purchaseParams(mine), body: { ...bought, boughtOn: 'вчера' } }),
    },
    ...guarded,
  },
  'customers.delete-purchase': {
    call: path(purchaseParams),
    naming: {
      'a purchase': (mine, { purchaseId }) => ({ params: { ...customerParams(mine), purchaseId } }),
    },
    wrong: wrongParam('purchaseId'),
    ...guarded,
  },
  'conversations.create-customer': {
    call: path(({ bareNumber }) => ({ number: bareNumber })),
    wrong: wrongParam('number'),
    blind: 'hidden',
    reader: 'session.forbidden',
  },
  'conversations.cards': {
    call: path(numberParams),
    wrong: wrongParam('number'),
    blind: 'hidden',
    reader: 'ok',
  },
  'conversations.move': {
    call: ({ customerId }, { number }) => ({
      params: { number },
      body: { card: { kind: 'customer', id: customerId } },
    }),
    naming: {
      'a deal': (mine, { dealId }) => ({
        params: numberParams(mine),
        body: { card: { kind: 'deal', id: dealId } },
      }),
      'a customer': (mine, { customerId }) => ({
        params: numberParams(mine),
        body: { card: { kind: 'customer', id: customerId } },
      }),
    },
    wrong: {
      field: 'card.kind',
      call: (mine) => ({ params: numberParams(mine), body: { card: { kind: 'lead', id: 1 } } }),
    },
    ...guarded,
  },
}
