import { z } from 'zod'
import { avatarUrl, cardKind, cursor, id, instant, pageLimit, uuid } from './common.ts'
import { breakageState } from './channel-health.ts'
import { channelKind } from './channels.ts'
import { endpoint } from './endpoint.ts'
import { scheduledFailCode } from './scheduled.ts'

const line = { id: uuid, at: instant, isRead: z.boolean() }
const client = z.object({ id, name: z.string(), avatarUrl })

/** A conversation with unread messages of a client. */
const incoming = z.object({
  ...line,
  kind: z.literal('incoming'),
  number: z.int(),
  contact: client,
  channelKind,
  /** The card the conversation hangs on: notifications of one card are shown together. */
  card: z.object({ kind: cardKind, id, name: z.string() }).nullable(),
  /** The first words of the client's newest message, or what it is instead: the kind of its file, what is not supported. */
  text: z.string(),
  attachment: z.string().nullable(),
  unsupported: z.string().nullable(),
  /** How many unread messages it stands for. */
  count: z.int(),
})

/** A channel that does not work, or did not; for admins, one line a breakage. */
const broken = z.object({
  ...line,
  kind: z.literal('channel'),
  channel: z.object({ id, kind: channelKind, name: z.string() }),
  state: breakageState,
  beganAt: instant,
  endedAt: instant.nullable(),
  /** Of `missed`: what was written between `beganAt` and this may never come. */
  lostUntil: instant.nullable(),
})

/** A planned message that could not leave at its time; for its author. */
const scheduledFailed = z.object({
  ...line,
  kind: z.literal('scheduled_failed'),
  /** The newest conversation of its chat; null: there is none. */
  number: z.int().nullable(),
  contact: client,
  channelKind,
  text: z.string(),
  /** What became of it since. */
  state: z.enum(['failed', 'waiting', 'sent', 'cancelled']),
  failCode: scheduledFailCode.nullable(),
})

/** One line of the notification centre. */
export const notification = z.discriminatedUnion('kind', [incoming, broken, scheduledFailed])
export type NotificationView = z.output<typeof notification>
export type NotificationOf<Kind extends NotificationView['kind']> = Extract<NotificationView, { kind: Kind }>

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
