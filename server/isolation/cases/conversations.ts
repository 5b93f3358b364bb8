import { numberParams, open, path, wrongParam, wrongQuery, type Case } from './case.ts'

export const conversations: Record<string, Case> = {
  'conversations.list': { call: () => ({}), wrong: wrongQuery('preset', 'all'), ...open },
  'conversations.found': { call: () => ({}), wrong: wrongQuery('stage', 'x'), ...open },
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
  'conversations.star': {
    call: path(numberParams),
    wrong: wrongParam('number'),
    blind: 'hidden',
    reader: 'ok',
  },
  'conversations.unstar': {
    call: path(numberParams),
    wrong: wrongParam('number'),
    blind: 'hidden',
    reader: 'ok',
  },
  'conversations.subscribe': {
    call: path(numberParams),
    wrong: wrongParam('number'),
    blind: 'hidden',
    reader: 'ok',
  },
  'conversations.unsubscribe': {
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
