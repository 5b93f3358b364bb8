import type { Call, Case } from './case.ts'

const days = { from: '2026-11-01', to: '2026-11-30' }
/** Who reads no analytics is refused, whatever he sees. */
const refused = { blind: 'session.forbidden', reader: 'session.forbidden' } as const
const asked = (query: Record<string, string> = {}, more: Call = {}) => ({
  call: (): Call => ({ ...more, query: { ...days, ...query } }),
})
/** Its end is before its beginning. */
const wrongDays = { field: 'to', call: (): Call => ({ query: { ...days, to: '2026-10-31' } }) }

export const reports: Record<string, Case> = {
  'reports.conversations': { ...asked(), wrong: wrongDays, ...refused },
  'reports.responses': {
    ...asked(),
    wrong: { field: 'limitMinutes', call: () => ({ query: { ...days, limitMinutes: '0' } }) },
    ...refused,
  },
  'reports.people': { ...asked(), wrong: wrongDays, ...refused },
  'reports.load': {
    call: () => ({}),
    wrong: { field: 'stage', call: () => ({ query: { stage: 'x' } }) },
    ...refused,
  },
  'reports.export': {
    ...asked({}, { params: { table: 'channels' } }),
    wrong: { field: 'table', call: () => ({ params: { table: 'x' }, query: days }) },
    ...refused,
  },
  'reports.export-conversations': {
    ...asked(),
    wrong: { field: 'format', call: () => ({ query: { ...days, format: 'pdf' } }) },
    ...refused,
  },
}
