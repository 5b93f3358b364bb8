import type { Things } from '../test-things.ts'
import { open, path, wrongParam, wrongQuery, type Case } from './case.ts'

const companyParams = ({ companyId }: Things) => ({ companyId })

/** Those that are not to be seen are skipped as not there. */
const manyCompanies: Case = {
  call: ({ companyId }) => ({ body: { companyIds: [companyId] } }),
  wrong: { field: 'companyIds', call: () => ({ body: { companyIds: [] } }) },
  blind: 'ok',
  reader: 'ok',
}

export const companies: Record<string, Case> = {
  'companies.list': { call: () => ({}), wrong: wrongQuery('limit', '0'), ...open },
  'companies.get': {
    call: path(companyParams),
    wrong: wrongParam('companyId'),
    blind: 'hidden',
    reader: 'ok',
  },
  'companies.create': {
    call: () => ({ body: { name: 'Новая' } }),
    wrong: { field: 'website', call: () => ({ body: { name: 'Новая', website: 'javascript:alert(1)' } }) },
    blind: 'session.forbidden',
    reader: 'session.forbidden',
  },
  'companies.change': {
    call: path(companyParams, { name: 'Иначе' }),
    naming: {
      'a responsible': (mine, other) => ({
        params: companyParams(mine),
        body: { responsibleUserId: other.userId },
      }),
    },
    wrong: { field: 'name', call: (mine) => ({ params: companyParams(mine), body: { name: ' ' } }) },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
  'companies.change-many': {
    call: ({ companyId }) => ({ body: { changes: [{ companyId, responsibleUserId: null }] } }),
    naming: {
      'a responsible': ({ companyId }, other) => ({
        body: { changes: [{ companyId, responsibleUserId: other.userId }] },
      }),
    },
    wrong: { field: 'changes', call: () => ({ body: { changes: [] } }) },
    blind: 'ok',
    reader: 'ok',
  },
  'companies.delete': manyCompanies,
  'companies.restore': manyCompanies,
  'cards.set-company': {
    call: ({ companyId }, { dealId }) => ({
      params: { cardKind: 'deal', cardId: dealId },
      body: { companyId },
    }),
    naming: {
      'a company': ({ dealId }, { companyId }) => ({
        params: { cardKind: 'deal', cardId: dealId },
        body: { companyId },
      }),
    },
    wrong: {
      field: 'companyId',
      call: ({ dealId }) => ({ params: { cardKind: 'deal', cardId: dealId }, body: { companyId: 'x' } }),
    },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
}
