import { numberParams, path, wrongParam, type Case } from './case.ts'

const at = new Date(Date.now() + 60 * 60 * 1000).toISOString()

/** Whoever sees a conversation may be reminded of it. */
export const reminders: Record<string, Case> = {
  'reminders.get': { call: path(numberParams), wrong: wrongParam('number'), blind: 'hidden', reader: 'ok' },
  'reminders.set': {
    call: path(numberParams, { at }),
    wrong: { field: 'at', call: (mine) => ({ params: numberParams(mine), body: { at: 'x' } }) },
    blind: 'hidden',
    reader: 'ok',
  },
  'reminders.cancel': {
    call: path(numberParams),
    wrong: wrongParam('number'),
    blind: 'hidden',
    reader: 'ok',
  },
}
