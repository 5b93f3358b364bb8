import { randomUUID } from 'node:crypto'
import type { Things } from '../test-things.ts'
import { open, path, wrongParam, type Case } from './case.ts'

const card = ({ dealId }: Things) => ({ cardKind: 'deal', cardId: dealId })
const cardChat = ({ internalChatId }: Things) => ({ chatId: internalChatId })
const groupChat = ({ groupChatId }: Things) => ({ chatId: groupChatId })
const written = ({ internalMessageId }: Things) => ({ messageId: internalMessageId })
const user = (of: Things) => ({ principalKind: 'user', principalId: of.userId })
/** A chat beside the cards is its members' alone. */
const membersOnly = { blind: 'hidden', reader: 'hidden' } as const
const whoSees = { blind: 'hidden', reader: 'ok' } as const
const authorOnly = { blind: 'hidden', reader: 'session.forbidden' } as const

const words = (mine: Things, more: object = {}) => ({
  id: randomUUID(),
  text: 'Посмотрите',
  recipients: [{ kind: 'user', id: mine.userId }],
  ...more,
})
const naming = (more: (other: Things) => object) => (mine: Things, other: Things) => ({
  params: cardChat(mine),
  body: words(mine, more(other)),
})
const wrongText = (params: (mine: Things) => Record<string, string>): Case['wrong'] => ({
  field: 'text',
  call: (mine) => ({ params: params(mine), body: { id: randomUUID(), text: 1 } }),
})

const participants: Record<string, Case> = {
  'participants.list': { call: path(card), wrong: wrongParam('cardId'), ...whoSees },
  'participants.add': {
    call: (mine, other) => ({ params: { ...card(other), ...user(mine) } }),
    naming: {
      'a user': (mine, other) => ({ params: { ...card(mine), ...user(other) } }),
      'a group': (mine, other) => ({
        params: { ...card(mine), principalKind: 'group', principalId: other.groupId },
      }),
    },
    wrong: wrongParam('principalKind'),
    ...whoSees,
  },
  'participants.remove': {
    call: (_mine, other) => ({ params: { ...card(other), ...user(other) } }),
    wrong: wrongParam('principalKind'),
    ...authorOnly,
  },
}

const chats: Record<string, Case> = {
  'internal.chats': { call: () => ({}), wrong: null, ...open },
  'internal.card-chat': { call: path(card), wrong: wrongParam('cardId'), ...whoSees },
  'internal.direct': { call: path(({ userId }) => ({ userId })), wrong: wrongParam('userId'), ...open },
  'internal.create': {
    call: (mine) => ({ body: { id: randomUUID(), name: 'Смена', userIds: [mine.userId] } }),
    naming: {
      'a member': (_mine, other) => ({ body: { id: randomUUID(), name: 'Смена', userIds: [other.userId] } }),
    },
    wrong: { field: 'userIds', call: () => ({ body: { id: randomUUID(), name: 'Смена', userIds: [] } }) },
    ...open,
  },
  'internal.chat': { call: path(cardChat), wrong: wrongParam('chatId'), ...whoSees },
  'internal.rename': {
    call: path(groupChat, { name: 'Иначе' }),
    wrong: { field: 'name', call: (mine) => ({ params: groupChat(mine), body: { name: '' } }) },
    ...membersOnly,
  },
  'internal.add-member': {
    call: (mine, other) => ({ params: { ...groupChat(other), userId: mine.userId } }),
    naming: { 'a user': (mine, other) => ({ params: { ...groupChat(mine), userId: other.userId } }) },
    wrong: wrongParam('userId'),
    ...membersOnly,
  },
  'internal.remove-member': {
    call: (_mine, other) => ({ params: { ...groupChat(other), userId: other.userId } }),
    wrong: wrongParam('userId'),
    ...membersOnly,
  },
  'internal.read': {
    call: path(cardChat, { upTo: 1 }),
    wrong: { field: 'upTo', call: (mine) => ({ params: cardChat(mine), body: { upTo: -1 } }) },
    ...whoSees,
  },
  'internal.draft': {
    call: path(cardChat, { text: 'Спросить' }),
    naming: {
      'a file': (mine, other) => ({
        params: cardChat(mine),
        body: { text: 'Спросить', fileIds: [other.fileId] },
      }),
    },
    wrong: wrongText(cardChat),
    ...whoSees,
  },
  'internal.typing': { call: path(cardChat), wrong: wrongParam('chatId'), ...whoSees },
}

const messages: Record<string, Case> = {
  'internal.messages': {
    call: path(cardChat),
    naming: {
      'a message': (mine, other) => ({ params: cardChat(mine), query: { around: other.internalMessageId } }),
    },
    wrong: { field: 'around', call: (mine) => ({ params: cardChat(mine), query: { around: 'x' } }) },
    ...whoSees,
  },
  'internal.send': {
    call: (mine, other) => ({ params: cardChat(other), body: words(mine) }),
    naming: {
      'a user': naming((other) => ({ recipients: [{ kind: 'user', id: other.userId }] })),
      'a group': naming((other) => ({ recipients: [{ kind: 'group', id: other.groupId }] })),
      'a file': naming((other) => ({ fileIds: [other.fileId] })),
      'a message it answers': naming((other) => ({ replyToId: other.internalMessageId })),
    },
    wrong: wrongText(cardChat),
    ...whoSees,
  },
  'internal.edit': { call: path(written, { text: 'Иначе' }), wrong: wrongText(written), ...authorOnly },
  'internal.delete': { call: path(written), wrong: wrongParam('messageId'), ...authorOnly },
  'internal.react': {
    call: path(written, { emoji: '👍', isOn: true }),
    wrong: { field: 'emoji', call: (mine) => ({ params: written(mine), body: { emoji: '', isOn: true } }) },
    ...whoSees,
  },
}

export const internal: Record<string, Case> = { ...participants, ...chats, ...messages }
