import type { Call, Case } from './case.ts'

const around = (dealId: number, line: string): Call => ({
  params: { kind: 'deal', cardId: dealId },
  query: { around: line },
})

export const feed: Record<string, Case> = {
  'cards.feed': {
    call: (_mine, { dealId }) => ({ params: { kind: 'deal', cardId: dealId } }),
    naming: {
      'a contact': (_mine, { contactId }) => ({ params: { kind: 'contact', cardId: contactId } }),
      'a message': ({ dealId }, { incomingId }) => around(dealId, incomingId),
      'an event': ({ dealId }, { eventId }) => around(dealId, eventId),
      'a note': ({ dealId }, { noteId }) => around(dealId, `note:${noteId}`),
      'a task': ({ dealId }, { taskId }) => around(dealId, `task:${taskId}`),
      'a company': (_mine, { companyId }) => ({ params: { kind: 'company', cardId: companyId } }),
    },
    wrong: { field: 'around', call: ({ dealId }) => around(dealId, 'note:x') },
    blind: 'hidden',
    reader: 'ok',
  },
}
