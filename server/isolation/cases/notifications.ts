import { open, path, wrongParam, wrongQuery, type Case } from './case.ts'

/** A browser as it would come: the point and the secret of RFC 8291's example. */
const browser = {
  endpoint: 'https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV',
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
}

export const notifications: Record<string, Case> = {
  'notifications.list': { call: () => ({}), wrong: wrongQuery('limit', '0'), ...open },
  'notifications.read': {
    call: path(({ notificationId }) => ({ notificationId })),
    wrong: wrongParam('notificationId'),
    blind: 'hidden',
    reader: 'hidden',
  },
  'notifications.read-all': { call: () => ({}), wrong: null, ...open },
  // It reads one's own lines of the place, and tells nobody whether there is such a place.
  'notifications.read-place': {
    call: (mine) => ({ body: { card: { kind: 'deal', id: mine.dealId } } }),
    wrong: { field: 'number', call: () => ({ body: { number: 'x' } }) },
    ...open,
  },
  'notifications.settings.get': { call: () => ({}), wrong: null, ...open },
  'notifications.settings.change': {
    call: () => ({ body: { choices: { incoming: { sound: false } } } }),
    wrong: { field: 'digestMinutes', call: () => ({ body: { digestMinutes: 7 } }) },
    ...open,
  },
  'push.subscribe': {
    call: () => ({ body: browser }),
    wrong: { field: 'endpoint', call: () => ({ body: { ...browser, endpoint: 'x' } }) },
    ...open,
  },
  'push.unsubscribe': {
    call: () => ({ body: { endpoint: browser.endpoint } }),
    wrong: { field: 'endpoint', call: () => ({ body: {} }) },
    ...open,
  },
}
