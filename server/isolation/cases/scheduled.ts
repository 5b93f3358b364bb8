import type { Things } from '../test-things.ts'
import { chatParams, path, wrongParam, type Case } from './case.ts'
import { message } from './messages.ts'

const tomorrow = () => new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString()
const planned = (more: object = {}) => message({ at: tomorrow(), ...more })
const scheduledParams = ({ scheduledId }: Things) => ({ scheduledId })

export const scheduled: Record<string, Case> = {
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
