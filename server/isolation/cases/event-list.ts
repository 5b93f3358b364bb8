import { wrongQuery, type Case } from './case.ts'

/** For roles that read the analytics only. */
const refused = { blind: 'session.forbidden', reader: 'session.forbidden' } as const

export const eventList: Record<string, Case> = {
  'events.list': { call: () => ({}), wrong: wrongQuery('type', 'moon'), ...refused },
  'events.count': { call: () => ({}), wrong: wrongQuery('from', 'yesterday'), ...refused },
  'exports.events': { call: () => ({}), wrong: wrongQuery('format', 'pdf'), ...refused },
}
