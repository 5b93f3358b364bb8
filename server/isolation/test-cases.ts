import { randomUUID } from 'node:crypto'
import type { ErrorCode } from '#contract/errors'
import { noFilter, type Things } from './test-things.ts'

/** What a call brings. `visitor`: his token. */
export type Call = {
  params?: Record<string, string | number>
  query?: Record<string, string>
  body?: unknown
  bytes?: string
  visitor?: string
}

/** Makes a call of somebody with these things, which names something of `other`; without that parameter it can name nothing. */
type MakeCall = (mine: Things, other: Things) => Call

/** `hidden`: as if what is named were not there. */
export type Outcome = 'ok' | 'hidden' | ErrorCode

export type Case = {
  call: MakeCall
  /** Other things that the call can name, one after another; each is not there for another account. */
  naming?: Record<string, (mine: Things, other: Things) => Call>
  /** What the call comes to when all is right; 'ok' unless told. */
  good?: ErrorCode
  /** A call with a wrong field; null where a call brings nothing that could be wrong. */
  wrong: { field: string; call: (mine: Things) => Call } | null
  /** For who sees nothing of clients and deals, but may answer; and for who sees all, but may change nothing. */
  blind: Outcome
  reader: Outcome
}

const path =
  (params: (other: Things) => Record<string, string | number>, body?: unknown): MakeCall =>
  (_mine, other) => ({ params: params(other), ...(body !== undefined && { body }) })
const wrongParam = (field: string): Case['wrong'] => ({ field, call: () => ({ params: { [field]: 'x' } }) })
const wrongQuery = (field: string, value: string): Case['wrong'] => ({
  field,
  call: () => ({ query: { [field]: value } }),
})
const open = { blind: 'ok', reader: 'ok' } as const
const onlySettings = { blind: 'session.forbidden', reader: 'session.forbidden' } as const

/** What is its maker's alone. */
const ownOnly = { blind: 'hidden', reader: 'hidden' } as const

const contactParams = ({ contactId }: Things) => ({ contactId })
const dealParams = ({ dealId }: Things) => ({ dealId })
const numberParams = ({ number }: Things) => ({ number })
const chatParams = ({ chatId }: Things) => ({ chatId })

const people: Record<string, Case> = {
  'setup.get': { call: () => ({}), wrong: null, ...open },
  'setup.create': {
    call: () => ({
      body: {
        code: 'AAAA-BBBB-CCCC',
        company: 'Чужие',
        name: 'Чужой',
        email: 'someone@example.com',
        password: 'correct horse battery',
        language: 'ru',
        timeZone: 'UTC',
        currency: 'RUB',
        country: 'RU',
      },
    }),
    good: 'setup.already_done',
    wrong: { field: 'company', call: () => ({ body: { company: '' } }) },
    ...open,
  },
  'session.create': {
    call: () => ({ body: { email: 'nobody@example.com', password: 'correct horse battery' } }),
    good: 'session.wrong_password',
    wrong: { field: 'password', call: () => ({ body: { email: 'nobody@example.com' } }) },
    ...open,
  },
  'session.delete': { call: () => ({}), wrong: null, ...open },
  'me.get': { call: () => ({}), wrong: null, ...open },
  'me.change': {
    call: () => ({ body: { language: 'en' } }),
    wrong: { field: 'timeZone', call: () => ({ body: { timeZone: 'Moon/Sea' } }) },
    ...open,
  },
  'users.list': { call: () => ({}), wrong: null, ...open },
  'users.change': {
    call: (mine, other) => ({ params: { userId: other.userId }, body: { roleId: mine.roleId } }),
    naming: {
      'a role': (mine, other) => ({ params: { userId: mine.userId }, body: { roleId: other.roleId } }),
    },
    wrong: { field: 'roleId', call: (mine) => ({ params: { userId: mine.userId }, body: {} }) },
    ...onlySettings,
  },
  'invitations.list': { call: () => ({}), wrong: null, ...onlySettings },
  'invitations.create': {
    call: (_mine, other) => ({ body: { roleId: other.roleId } }),
    wrong: { field: 'email', call: (mine) => ({ body: { roleId: mine.roleId, email: 'x' } }) },
    ...onlySettings,
  },
  'invitations.delete': {
    call: path(({ invitationId }) => ({ invitationId })),
    wrong: wrongParam('invitationId'),
    ...onlySettings,
  },
  'invitations.get': {
    call: (mine) => ({ params: { token: mine.invitationToken } }),
    wrong: { field: 'token', call: () => ({ params: { token: 'x'.repeat(101) } }) },
    ...open,
  },
  'invitations.accept': {
    call: (mine) => ({
      params: { token: mine.invitationToken },
      body: {
        name: 'Новый',
        email: `${randomUUID()}@example.com`,
        password: 'correct horse battery',
        language: 'ru',
        timeZone: 'UTC',
      },
    }),
    wrong: {
      field: 'email',
      call: (mine) => ({ params: { token: mine.invitationToken }, body: { email: 'x' } }),
    },
    ...open,
  },
  'checklist.get': { call: () => ({}), wrong: null, ...open },
  'working-hours.get': { call: () => ({}), wrong: null, ...open },
  'working-hours.set': {
    call: () => ({
      body: {
        timeZone: 'Europe/Moscow',
        intervals: [{ weekday: 1, fromMinute: 540, toMinute: 1080 }],
        holidays: ['2027-01-01'],
      },
    }),
    wrong: {
      field: 'intervals.0.weekday',
      call: () => ({
        body: {
          timeZone: 'UTC',
          intervals: [{ weekday: 8, fromMinute: 0, toMinute: 60 }],
          holidays: [],
        },
      }),
    },
    ...onlySettings,
  },
}

const channels: Record<string, Case> = {
  'channels.list': { call: () => ({}), wrong: null, ...open },
  'channels.check': {
    call: () => ({ body: { kind: 'telegram', token: '1:abc' } }),
    good: 'channel.unreachable',
    wrong: { field: 'token', call: () => ({ body: { kind: 'telegram' } }) },
    ...onlySettings,
  },
  'channels.connect': {
    call: () => ({ body: { kind: 'website', name: 'Сайт', origins: ['https://shop.example'] } }),
    wrong: { field: 'origins', call: () => ({ body: { kind: 'website', name: 'Сайт', origins: [] } }) },
    ...onlySettings,
  },
  'channels.change': {
    call: path(({ channelId }) => ({ channelId }), { name: 'Другое имя' }),
    naming: {
      'a responsible': (mine, other) => ({
        params: { channelId: mine.channelId },
        body: { responsibleUserId: other.userId },
      }),
      'a pipeline': (mine, other) => ({
        params: { channelId: mine.channelId },
        body: { pipelineId: other.pipelineId },
      }),
      'a group': (mine, other) => ({
        params: { channelId: mine.channelId },
        body: { groupId: other.groupId },
      }),
    },
    wrong: {
      field: 'nmae',
      call: (mine) => ({ params: { channelId: mine.channelId }, body: { nmae: 'x' } }),
    },
    ...onlySettings,
  },
  'channels.pause': {
    call: path(({ channelId }) => ({ channelId })),
    wrong: wrongParam('channelId'),
    ...onlySettings,
  },
  'channels.resume': {
    call: path(({ channelId }) => ({ channelId })),
    wrong: wrongParam('channelId'),
    ...onlySettings,
  },
  'channels.authors': {
    call: path(({ channelId }) => ({ channelId })),
    wrong: wrongParam('channelId'),
    ...onlySettings,
  },
  'channels.name-author': {
    call: path(({ channelId, authorId }) => ({ channelId, authorId }), { userId: null }),
    naming: {
      'an author': (mine, other) => ({
        params: { channelId: mine.channelId, authorId: other.authorId },
        body: { userId: null },
      }),
      'a colleague': (mine, other) => ({
        params: { channelId: mine.channelId, authorId: mine.authorId },
        body: { userId: other.userId },
      }),
    },
    wrong: {
      field: 'userId',
      call: ({ channelId, authorId }) => ({ params: { channelId, authorId }, body: { userId: 'x' } }),
    },
    ...onlySettings,
  },
  'channels.reconnect': {
    call: path(({ channelId }) => ({ channelId }), { token: '1:abc' }),
    good: 'channel.unreachable',
    wrong: {
      field: 'token',
      call: (mine) => ({ params: { channelId: mine.channelId }, body: { token: '' } }),
    },
    ...onlySettings,
  },
  'channels.disconnect': {
    call: path(({ websiteChannelId }) => ({ channelId: websiteChannelId })),
    wrong: wrongParam('channelId'),
    ...onlySettings,
  },
}

const deadLetters: Record<string, Case> = {
  'channels.health': { call: () => ({}), wrong: null, ...onlySettings },
  'dead-letters.list': { call: () => ({}), wrong: wrongQuery('limit', '0'), ...onlySettings },
  'dead-letters.count': { call: () => ({}), wrong: null, ...onlySettings },
  'dead-letters.get': {
    call: path(({ letterId }) => ({ letterId })),
    wrong: wrongParam('letterId'),
    ...onlySettings,
  },
  'dead-letters.replay-alike': {
    call: path(({ letterId }) => ({ letterId }), {}),
    wrong: {
      field: 'after',
      call: ({ letterId }) => ({ params: { letterId }, body: { after: -1 } }),
    },
    ...onlySettings,
  },
  'dead-letters.delete': {
    call: path(({ letterId }) => ({ letterId })),
    wrong: wrongParam('letterId'),
    ...onlySettings,
  },
  'dead-letters.replay': {
    call: path(({ letterId }) => ({ letterId })),
    wrong: wrongParam('letterId'),
    ...onlySettings,
  },
}

const contacts: Record<string, Case> = {
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
    },
    wrong: { field: 'name', call: (mine) => ({ params: contactParams(mine), body: { name: ' ' } }) },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
}

const conversations: Record<string, Case> = {
  'conversations.list': { call: () => ({}), wrong: wrongQuery('preset', 'all'), ...open },
  'conversations.counts': { call: () => ({}), wrong: null, ...open },
  'conversations.get': {
    call: path(numberParams),
    wrong: wrongParam('number'),
    blind: 'hidden',
    reader: 'ok',
  },
  'conversations.close': {
    call: path(numberParams, { anyway: true }),
    wrong: { field: 'anyway', call: (mine) => ({ params: numberParams(mine), body: { anyway: 'yes' } }) },
    blind: 'hidden',
    reader: 'ok',
  },
  'conversations.dismiss': {
    call: path(numberParams),
    wrong: wrongParam('number'),
    blind: 'hidden',
    reader: 'ok',
  },
  'conversations.read': {
    call: path(numberParams, { way: 'marked' }),
    wrong: { field: 'way', call: (mine) => ({ params: numberParams(mine), body: { way: 'x' } }) },
    blind: 'hidden',
    reader: 'ok',
  },
  'conversations.unread': {
    call: path(numberParams),
    wrong: wrongParam('number'),
    blind: 'hidden',
    reader: 'ok',
  },
  'conversations.create-deal': {
    call: path(({ bareNumber }) => ({ number: bareNumber })),
    wrong: wrongParam('number'),
    blind: 'hidden',
    reader: 'session.forbidden',
  },
}

const deals: Record<string, Case> = {
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
  'deals.feed': { call: path(dealParams), wrong: wrongParam('dealId'), blind: 'hidden', reader: 'ok' },
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

const forwarded = (messageId: string) => ({ messages: [{ id: randomUUID(), messageId }] })
const pipelineParams = ({ pipelineId }: Things) => ({ pipelineId })
const stageParams = ({ pipelineId, stageId }: Things) => ({ pipelineId, stageId })
const reasonParams = ({ lossReasonId }: Things) => ({ reasonId: lossReasonId })

const pipelines: Record<string, Case> = {
  'pipelines.list': { call: () => ({}), wrong: null, ...open },
  'pipelines.create': {
    call: () => ({ body: { name: 'Опт' } }),
    wrong: { field: 'name', call: () => ({ body: { name: ' ' } }) },
    ...onlySettings,
  },
  'pipelines.change': {
    call: path(pipelineParams, { name: 'Розница' }),
    naming: {
      'a pipeline': (mine, other) => ({
        params: pipelineParams(mine),
        body: { beforeId: other.pipelineId },
      }),
    },
    wrong: { field: 'isMain', call: (mine) => ({ params: pipelineParams(mine), body: { isMain: false } }) },
    ...onlySettings,
  },
  'pipelines.delete': {
    call: path(pipelineParams, {}),
    good: 'pipeline.main',
    wrong: { field: 'moveTo', call: (mine) => ({ params: pipelineParams(mine), body: { moveTo: 1 } }) },
    ...onlySettings,
  },
  'stages.create': {
    call: path(pipelineParams, { name: 'Замер', color: 'teal' }),
    naming: {
      'a stage': (mine, other) => ({
        params: pipelineParams(mine),
        body: { name: 'Замер', color: 'teal', beforeId: other.stageId },
      }),
    },
    wrong: {
      field: 'color',
      call: (mine) => ({ params: pipelineParams(mine), body: { name: 'Замер', color: 'pink' } }),
    },
    ...onlySettings,
  },
  'stages.change': {
    call: path(stageParams, { color: 'rose' }),
    naming: {
      'a stage': (mine, other) => ({ params: stageParams(mine), body: { beforeId: other.stageId } }),
    },
    wrong: { field: 'color', call: (mine) => ({ params: stageParams(mine), body: { color: 'pink' } }) },
    ...onlySettings,
  },
  'stages.delete': {
    call: path(stageParams, {}),
    naming: {
      'a stage': (mine, other) => ({ params: stageParams(mine), body: { moveTo: stageParams(other) } }),
    },
    good: 'stage.has_deals',
    wrong: { field: 'moveTo', call: (mine) => ({ params: stageParams(mine), body: { moveTo: 1 } }) },
    ...onlySettings,
  },
  'loss-reasons.list': { call: () => ({}), wrong: null, ...open },
  'loss-reasons.create': {
    call: () => ({ body: { name: 'Передумали' } }),
    wrong: { field: 'name', call: () => ({ body: { name: '' } }) },
    ...onlySettings,
  },
  'loss-reasons.change': {
    call: path(reasonParams, { name: 'Нет денег' }),
    naming: {
      'a reason': (mine, other) => ({
        params: reasonParams(mine),
        body: { beforeId: other.lossReasonId },
      }),
    },
    wrong: {
      field: 'isRemoved',
      call: (mine) => ({ params: reasonParams(mine), body: { isRemoved: true } }),
    },
    ...onlySettings,
  },
  'loss-reasons.delete': { call: path(reasonParams), wrong: wrongParam('reasonId'), ...onlySettings },
}

const viewParams = ({ savedViewId }: Things) => ({ viewId: savedViewId })

const savedViews: Record<string, Case> = {
  'saved-views.list': { call: () => ({}), wrong: null, ...open },
  'saved-views.create': {
    call: () => ({ body: { id: randomUUID(), name: 'Прочитанные', filter: noFilter } }),
    wrong: {
      field: 'filter.talks',
      call: () => ({ body: { id: randomUUID(), name: 'Все', filter: { ...noFilter, talks: 'all' } } }),
    },
    ...open,
  },
  'saved-views.change': {
    call: path(viewParams, { name: 'Иначе' }),
    wrong: { field: 'name', call: (mine) => ({ params: viewParams(mine), body: { name: '' } }) },
    ...onlySettings,
  },
  'saved-views.delete': { call: path(viewParams), wrong: wrongParam('viewId'), ...onlySettings },
}

const message = (more: object = {}) => ({ id: randomUUID(), text: 'Ответ', ...more })

const messages: Record<string, Case> = {
  'chats.get': { call: path(chatParams), wrong: wrongParam('chatId'), blind: 'hidden', reader: 'ok' },
  'chats.typing': { call: path(chatParams), wrong: wrongParam('chatId'), blind: 'hidden', reader: 'ok' },
  'messages.list': { call: path(chatParams), wrong: wrongParam('chatId'), blind: 'hidden', reader: 'ok' },
  'messages.send': {
    call: (_mine, other) => ({ params: chatParams(other), body: message() }),
    naming: {
      'a file': (mine, other) => ({ params: chatParams(mine), body: message({ fileIds: [other.fileId] }) }),
      'a card': (mine, other) => ({
        params: chatParams(mine),
        body: message({ card: { kind: 'deal', id: other.dealId } }),
      }),
    },
    wrong: { field: 'id', call: (mine) => ({ params: chatParams(mine), body: { id: 'x', text: '' } }) },
    blind: 'hidden',
    reader: 'chat.cannot_write',
  },
  'messages.retry': {
    call: path(({ uncertainId }) => ({ messageId: uncertainId }), { uncertain: true }),
    wrong: wrongParam('messageId'),
    blind: 'hidden',
    reader: 'chat.cannot_write',
  },
  'messages.continue': {
    call: path(({ uncertainId }) => ({ messageId: uncertainId }), { rest: 'cancel' }),
    good: 'message.not_retriable',
    wrong: {
      field: 'rest',
      call: () => ({ params: { messageId: randomUUID() }, body: { rest: 'keep' } }),
    },
    blind: 'hidden',
    reader: 'chat.cannot_write',
  },
  'chats.list': { call: () => ({}), wrong: wrongQuery('search', 'x'.repeat(101)), ...open },
  'messages.forward': {
    call: (mine, other) => ({ params: chatParams(other), body: forwarded(mine.incomingId) }),
    naming: {
      'a message': (mine, other) => ({ params: chatParams(mine), body: forwarded(other.incomingId) }),
      'a card': (mine, other) => ({
        params: chatParams(mine),
        body: { ...forwarded(mine.incomingId), card: { kind: 'deal', id: other.dealId } },
      }),
    },
    wrong: { field: 'messages', call: (mine) => ({ params: chatParams(mine), body: { messages: [] } }) },
    blind: 'hidden',
    reader: 'chat.cannot_write',
  },
  'messages.confirm': {
    call: path(({ uncertainId }) => ({ messageId: uncertainId })),
    wrong: wrongParam('messageId'),
    blind: 'hidden',
    reader: 'hidden',
  },
  'messages.edit': {
    call: path(({ sentId }) => ({ messageId: sentId }), { text: 'Иначе' }),
    wrong: wrongParam('messageId'),
    blind: 'hidden',
    reader: 'hidden',
  },
  'messages.delete': {
    call: path(({ sentId }) => ({ messageId: sentId })),
    wrong: wrongParam('messageId'),
    blind: 'hidden',
    reader: 'hidden',
  },
  'messages.react': {
    call: path(({ sentId }) => ({ messageId: sentId }), { emoji: '👍' }),
    wrong: {
      field: 'emoji',
      call: () => ({ params: { messageId: randomUUID() }, body: { emoji: 1 } }),
    },
    blind: 'hidden',
    reader: 'hidden',
  },
  'drafts.save': {
    call: path(chatParams, { text: 'Черновик' }),
    naming: {
      'a file': (mine, other) => ({ params: chatParams(mine), body: { text: '', fileIds: [other.fileId] } }),
    },
    wrong: {
      field: 'fileIds.0',
      call: (mine) => ({ params: chatParams(mine), body: { text: '', fileIds: ['x'] } }),
    },
    blind: 'hidden',
    reader: 'ok',
  },
  'files.upload': {
    call: () => ({ params: { fileId: randomUUID() }, query: { name: 'b.txt' }, bytes: 'text' }),
    wrong: { field: 'name', call: () => ({ params: { fileId: randomUUID() }, bytes: 'text' }) },
    ...open,
  },
  'files.download': {
    call: path(({ fileId }) => ({ fileId })),
    wrong: wrongParam('fileId'),
    // A file that was not sent yet is its uploader's.
    blind: 'hidden',
    reader: 'hidden',
  },
  'storage.get': { call: () => ({}), wrong: null, ...onlySettings },
  'uploads.create': {
    call: () => ({ body: { id: randomUUID(), name: 'b.txt', sizeBytes: 4 } }),
    wrong: { field: 'sizeBytes', call: () => ({ body: { id: randomUUID(), name: 'b.txt', sizeBytes: 0 } }) },
    ...open,
  },
  'uploads.get': {
    call: path(({ uploadId }) => ({ uploadId })),
    wrong: wrongParam('uploadId'),
    ...ownOnly,
  },
  'uploads.piece': {
    call: (_mine, { uploadId }) => ({ params: { uploadId }, query: { offset: '0' }, bytes: 'te' }),
    wrong: {
      field: 'offset',
      call: ({ uploadId }) => ({ params: { uploadId }, query: { offset: '-1' }, bytes: 'te' }),
    },
    ...ownOnly,
  },
  'uploads.finish': {
    call: path(({ uploadId }) => ({ uploadId })),
    good: 'upload.other_offset',
    wrong: wrongParam('uploadId'),
    ...ownOnly,
  },
  'uploads.cancel': {
    call: path(({ uploadId }) => ({ uploadId })),
    wrong: wrongParam('uploadId'),
    ...ownOnly,
  },
  'notifications.list': { call: () => ({}), wrong: wrongQuery('limit', '0'), ...open },
  'notifications.read': {
    call: path(({ notificationId }) => ({ notificationId })),
    wrong: wrongParam('notificationId'),
    blind: 'hidden',
    reader: 'hidden',
  },
  'notifications.read-all': { call: () => ({}), wrong: null, ...open },
  'live.connect': {
    call: () => ({}),
    wrong: wrongQuery('cursor', 'x'.repeat(2001)),
    ...open,
  },
}

const tomorrow = () => new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString()
const planned = (more: object = {}) => message({ at: tomorrow(), ...more })
const scheduledParams = ({ scheduledId }: Things) => ({ scheduledId })

const scheduled: Record<string, Case> = {
  'scheduled.list': { call: path(chatParams), wrong: wrongParam('chatId'), blind: 'hidden', reader: 'ok' },
  'scheduled.create': {
    call: (_mine, other) => ({ params: chatParams(other), body: planned() }),
    naming: {
      'a file': (mine, other) => ({ params: chatParams(mine), body: planned({ fileIds: [other.fileId] }) }),
      'a card': (mine, other) => ({
        params: chatParams(mine),
        body: planned({ card: { kind: 'deal', id: other.dealId } }),
      }),
    },
    wrong: {
      field: 'at',
      call: (mine) => ({ params: chatParams(mine), body: planned({ at: '2020-01-01T00:00:00Z' }) }),
    },
    blind: 'hidden',
    reader: 'chat.cannot_write',
  },
  'scheduled.change': {
    call: path(scheduledParams, { text: 'Иначе' }),
    wrong: { field: 'at', call: (mine) => ({ params: scheduledParams(mine), body: { at: 'soon' } }) },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
  'scheduled.cancel': {
    call: path(scheduledParams),
    wrong: wrongParam('scheduledId'),
    blind: 'hidden',
    reader: 'session.forbidden',
  },
  'scheduled.send': {
    call: path(scheduledParams),
    wrong: wrongParam('scheduledId'),
    blind: 'hidden',
    reader: 'session.forbidden',
  },
}

const quickAnswer = (more: object = {}) => {
  const id = randomUUID()
  return { id, shortcut: id.slice(0, 32), text: 'Здравствуйте!', ...more }
}
const quickAnswerParams = ({ quickAnswerId }: Things) => ({ quickAnswerId })

const quickAnswers: Record<string, Case> = {
  'quick-answers.list': { call: () => ({}), wrong: null, ...open },
  'quick-answers.create': {
    call: () => ({ body: quickAnswer() }),
    naming: { 'a file': (_mine, other) => ({ body: quickAnswer({ fileIds: [other.fileId] }) }) },
    wrong: { field: 'shortcut', call: () => ({ body: quickAnswer({ shortcut: 'a b' }) }) },
    ...open,
  },
  'quick-answers.change': {
    call: path(quickAnswerParams, { text: 'Добрый день!' }),
    naming: {
      'a file': (mine, other) => ({ params: quickAnswerParams(mine), body: { fileIds: [other.fileId] } }),
    },
    wrong: {
      field: 'text',
      call: (mine) => ({ params: quickAnswerParams(mine), body: { text: '{{contact.age}}' } }),
    },
    ...onlySettings,
  },
  'quick-answers.delete': {
    call: path(quickAnswerParams),
    wrong: wrongParam('quickAnswerId'),
    ...onlySettings,
  },
}

const longButton: Case['wrong'] = { field: 'button', call: () => ({ params: { button: 'x'.repeat(65) } }) }
const visit = (mine: Things, other: Things, more: Call = {}): Call => ({
  ...more,
  params: { button: mine.button, ...more.params },
  visitor: other.visitorToken,
})

const website: Record<string, Case> = {
  'website.button': { call: (mine) => ({ params: { button: mine.button } }), wrong: longButton, ...open },
  'website.visit': {
    call: (mine) => ({ params: { button: mine.button }, body: { language: 'ru' } }),
    wrong: longButton,
    ...open,
  },
  'website.live': { call: (mine) => ({ params: { button: mine.button } }), wrong: longButton, ...open },
  'website.messages': { call: (mine, other) => visit(mine, other), wrong: longButton, ...open },
  'website.send': {
    call: (mine, other) => visit(mine, other, { body: message({ at: new Date().toISOString() }) }),
    naming: {
      'a file': (mine, other) =>
        visit(mine, mine, { body: message({ at: new Date().toISOString(), fileIds: [other.fileId] }) }),
    },
    wrong: { field: 'at', call: (mine) => visit(mine, mine, { body: message({ at: 'now' }) }) },
    ...open,
  },
  'website.upload': {
    call: (mine, other) =>
      visit(mine, other, { params: { fileId: randomUUID() }, query: { name: 'c.txt' }, bytes: 'text' }),
    wrong: {
      field: 'name',
      call: (mine) => visit(mine, mine, { params: { fileId: randomUUID() }, bytes: 'text' }),
    },
    ...open,
  },
  'website.typing': { call: (mine, other) => visit(mine, other), wrong: longButton, ...open },
  'website.read': {
    call: (mine, other) => visit(mine, other, { body: { upTo: randomUUID() } }),
    wrong: { field: 'upTo', call: (mine) => visit(mine, mine, { body: {} }) },
    ...open,
  },
}

/** Every endpoint of the contract; one that is missing here fails the suite. */
export const cases: Record<string, Case> = {
  ...people,
  ...channels,
  ...deadLetters,
  ...contacts,
  ...conversations,
  ...deals,
  ...pipelines,
  ...savedViews,
  ...messages,
  ...scheduled,
  ...quickAnswers,
  ...website,
}
