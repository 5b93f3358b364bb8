import { z } from 'zod'
import { cardKind, cursor, id, instant, pageLimit, uuid } from './common.ts'
import { channelKind } from './channels.ts'
import { endpoint } from './endpoint.ts'

/** One line of the notification centre: a conversation with unread messages of a client. */
export const notification = z.object({
  id: uuid,
  kind: z.enum(['incoming']),
  number: z.int(),
  contact: z.object({ id, name: z.string() }),
  channelKind,
  /** The card the conversation hangs on: notifications of one card are shown together. */
  card: z.object({ kind: cardKind, id, name: z.string() }).nullable(),
  /** The first words of the client's newest message, or what it is instead: the kind of its file, what is not supported. */
  text: z.string(),
  attachment: z.string().nullable(),
  unsupported: z.string().nullable(),
  /** How many unread messages it stands for. */
  count: z.int(),
  at: instant,
  isRead: z.boolean(),
})
export type NotificationView = z.output<typeof notification>

export const listNotifications = endpoint({
  id: 'notifications.list',
  summary: "One's notifications, newest first",
  method: 'GET',
  path: '/notifications',
  permission: 'user',
  query: z.object({ cursor: cursor.optional(), limit: pageLimit }),
  output: z.object({ items: z.array(notification), next: z.string().nullable() }),
})

export const readNotification = endpoint({
  id: 'notifications.read',
  summary: 'Mark one notification read, on all devices',
  method: 'POST',
  path: '/notifications/:notificationId/reading',
  permission: 'user',
  params: z.object({ notificationId: uuid }),
  errors: ['notification.not_found'],
})

export const readAllNotifications = endpoint({
  id: 'notifications.read-all',
  summary: "Mark all of one's notifications read",
  method: 'POST',
  path: '/notifications/reading',
  permission: 'user',
})
