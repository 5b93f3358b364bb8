import { contactParams, open, path, wrongParam, wrongQuery, type Case } from './case.ts'

export const contacts: Record<string, Case> = {
  'contacts.block': {
    call: path(contactParams, { isBlocked: true }),
    wrong: {
      field: 'isBlocked',
      call: (mine) => ({ params: contactParams(mine), body: { isBlocked: 'so' } }),
    },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
  'contacts.known-points': {
    call: () => ({ query: { kind: 'email', value: 'office@example.com' } }),
    wrong: wrongQuery('kind', 'fax'),
    ...open,
  },
  'contacts.change-many': {
    call: ({ contactId }) => ({ body: { changes: [{ contactId, responsibleUserId: null }] } }),
    naming: {
      'a responsible': ({ contactId }, { userId }) => ({
        body: { changes: [{ contactId, responsibleUserId: userId }] },
      }),
    },
    wrong: { field: 'changes', call: () => ({ body: { changes: [] } }) },
    ...open,
  },
  'cards.link-contact': {
    call: (_mine, { dealId, contactId }) => ({
      params: { cardKind: 'deal', cardId: dealId, contactId },
      body: {},
    }),
    naming: {
      'a contact': ({ dealId }, { contactId }) => ({
        params: { cardKind: 'deal', cardId: dealId, contactId },
        body: {},
      }),
      'a deal': ({ contactId }, { dealId }) => ({
        params: { cardKind: 'deal', cardId: dealId, contactId },
        body: {},
      }),
    },
    wrong: {
      field: 'isMain',
      call: ({ dealId, contactId }) => ({
        params: { cardKind: 'deal', cardId: dealId, contactId },
        body: { isMain: 'so' },
      }),
    },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
  'cards.unlink-contact': {
    call: path(({ dealId, contactId }) => ({ cardKind: 'deal', cardId: dealId, contactId })),
    naming: {
      'a contact': ({ dealId }, { contactId }) => ({
        params: { cardKind: 'deal', cardId: dealId, contactId },
      }),
    },
    wrong: {
      field: 'contactId',
      call: ({ dealId }) => ({ params: { cardKind: 'deal', cardId: dealId, contactId: 'x' } }),
    },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
  'contacts.list': { call: () => ({}), wrong: wrongQuery('limit', '0'), ...open },
  'contacts.get': {
    call: path(contactParams),
    wrong: wrongParam('contactId'),
    blind: 'hidden',
    reader: 'ok',
  },
  'contacts.avatar': {
    call: path(({ avatarId }) => ({ fileId: avatarId })),
    wrong: wrongParam('fileId'),
    blind: 'hidden',
    reader: 'ok',
  },
  'contacts.conversations': {
    call: path(contactParams),
    wrong: wrongParam('contactId'),
    blind: 'hidden',
    reader: 'ok',
  },
  'contacts.create': {
    call: () => ({ body: { name: 'Новый' } }),
    wrong: {
      field: 'points.0.kind',
      call: () => ({ body: { name: 'Новый', points: [{ kind: 'fax', value: '1' }] } }),
    },
    blind: 'session.forbidden',
    reader: 'session.forbidden',
  },
  'writing.get': {
    call: path(contactParams),
    wrong: wrongParam('contactId'),
    blind: 'hidden',
    reader: 'ok',
  },
  'writing.start-link': {
    call: (mine, { contactId }) => ({ params: { contactId }, body: { channelId: mine.channelId } }),
    naming: {
      channelId: ({ contactId }, { channelId }) => ({ params: { contactId }, body: { channelId } }),
    },
    // Bots of the tests have no public name.
    good: 'channel.no_start_link',
    wrong: {
      field: 'channelId',
      call: ({ contactId }) => ({ params: { contactId }, body: { channelId: 'x' } }),
    },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
  'contacts.change': {
    call: path(contactParams, { name: 'Иначе' }),
    naming: {
      'a responsible': (mine, other) => ({
        params: { contactId: mine.contactId },
        body: { responsibleUserId: other.userId },
      }),
      'a company': (mine, other) => ({
        params: { contactId: mine.contactId },
        body: { companyId: other.companyId },
      }),
    },
    wrong: { field: 'name', call: (mine) => ({ params: contactParams(mine), body: { name: ' ' } }) },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
}
