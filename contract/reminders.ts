import { z } from 'zod'
import { idParam, instant } from './common.ts'
import { endpoint } from './endpoint.ts'

/** So far ahead one can be reminded. */
export const farthestReminderDays = 366

const params = z.object({ number: idParam })
const reminder = z.object({ at: instant.nullable() })

export const getReminder = endpoint({
  id: 'reminders.get',
  summary: 'When one is reminded of a conversation; null: one is not',
  method: 'GET',
  path: '/conversations/:number/reminder',
  permission: 'user',
  params,
  output: reminder,
  errors: ['conversation.not_found'],
})

/** Another time takes the place of the one that was set. */
export const setReminder = endpoint({
  id: 'reminders.set',
  summary: 'Be reminded of a conversation once, at a time',
  method: 'PUT',
  path: '/conversations/:number/reminder',
  permission: 'user',
  params,
  body: z.object({ at: instant }),
  output: reminder,
  errors: ['conversation.not_found'],
})

export const cancelReminder = endpoint({
  id: 'reminders.cancel',
  summary: 'Not be reminded of a conversation',
  method: 'DELETE',
  path: '/conversations/:number/reminder',
  permission: 'user',
  params,
  errors: ['conversation.not_found'],
})
