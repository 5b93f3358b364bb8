import { randomUUID } from 'node:crypto'
import { chatParams, onlySettings, open, ownOnly, path, wrongParam, wrongQuery, type Case } from './case.ts'

const forwarded = (messageId: string) => ({ messages: [{ id: randomUUID(), messageId }] })
export const message = (more: object = {}) => ({ id: randomUUID(), text: 'Ответ', ...more })

export const messages: Record<string, Case> = {
  'chats.get': { call: path(chatParams), wrong: wrongParam('chatId'), blind: 'hidden', reader: 'ok' },
  'chats.typing': { call: path(chatParams), wrong: wrongParam('chatId'), blind: 'hidden', reader: 'ok' },
  'messages.list': {
    call: path(chatParams),
    naming: {
      'a message': (mine, other) => ({ params: chatParams(mine), query: { around: other.incomingId } }),
    },
    wrong: { field: 'around', call: (mine) => ({ params: chatParams(mine), query: { around: 'x' } }) },
    blind: 'hidden',
    reader: 'ok',
  },
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
  'live.connect': {
    call: () => ({}),
    wrong: wrongQuery('cursor', 'x'.repeat(2001)),
    ...open,
  },
}
