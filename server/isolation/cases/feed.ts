import type { Case } from './case.ts'

export const feed: Record<string, Case> = {
  'cards.feed': {
    call: (_mine, { dealId }) => ({ params: { kind: 'deal', cardId: dealId } }),
    wrong: {
      field: 'kind',
      call: ({ dealId }) => ({ params: { kind: 'contact', cardId: dealId } }),
    },
    blind: 'hidden',
    reader: 'ok',
  },
}
