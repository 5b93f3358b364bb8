import type { Things } from '../test-things.ts'
import { open, path, wrongParam, wrongQuery, type Case } from './case.ts'

const companyParams = ({ companyId }: Things) => ({ companyId })

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
