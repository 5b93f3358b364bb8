import type { Case } from './case.ts'

export const feed: Record<string, Case> = {
  'cards.feed': {
    call: (_mine, { dealId }) => ({ params: { kind: 'deal', cardId: dealId } }),
    naming: {
      'a contact': (_mine, { contactId }) => ({ params: { kind: 'contact', cardId: contactId } }),
      'a company': (_mine, { companyId }) => ({ params: { kind: 'company', cardId: companyId } }),
    },
    wrong: {
      field: 'kind',
      call: ({ dealId }) => ({ params: { kind: 'lead', cardId: dealId } }),
    },
    blind: 'hidden',
    reader: 'ok',
  },
}
