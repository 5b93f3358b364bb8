import { z } from 'zod'
import { avatarUrl, cardKind, cardRef, cursor, id, instant, pageLimit, uuid } from './common.ts'
import { breakageState } from './channel-health.ts'
import { channelKind } from './channels.ts'
import { endpoint } from './endpoint.ts'
import { scheduledFailCode } from './scheduled.ts'

/** How somebody is told: in the centre, by a push of the browser, by a sound, by letter. */
export const notificationWays = ['centre', 'push', 'sound', 'mail'] as const
export type NotificationWay = (typeof notificationWays)[number]

type Defaults = Record<NotificationWay, boolean>
const loud: Defaults = { centre: true, push: true, sound: true, mail: true }
const silent: Defaults = { ...loud, sound: false }

/**
 * Every kind of notification and how it is told to who has chosen nothing. What else there is to a kind stands under the same
 * name: its words and look in the web (`kind-looks.tsx`, `labels.ts`), its words in pushes and letters on the server (`words.ts`).
 */
export const notificationKinds = {
  incoming: loud,
  mention: loud,
  internal: loud,
  assignment: loud,
  task: loud,
  reminder: loud,
  response_time: loud,
  channel: loud,
  scheduled_failed: silent,
} as const satisfies Record<string, Defaults>
export type NotificationKind = keyof typeof notificationKinds
export const notificationKind = z.enum(
  Object.keys(notificationKinds) as [NotificationKind, ...NotificationKind[]],
)

/** How the centre sorts them: from clients, from colleagues, from the product itself. */
export const notificationGroups = {
  clients: ['incoming', 'response_time', 'reminder'],
  team: ['mention', 'internal', 'assignment', 'task'],
  system: ['channel', 'scheduled_failed'],
} as const satisfies Record<string, readonly NotificationKind[]>
export type NotificationGroup = keyof typeof notificationGroups

const line = { id: uuid, at: instant, isRead: z.boolean() }
const client = z.object({ id, name: z.string(), avatarUrl })
/** Notifications of one card are shown together. */
const card = z.object({ kind: cardKind, id, name: z.string() }).nullable()

/** A conversation with unread messages of a client. */
const incoming = z.object({
  ...line,
  kind: z.literal('incoming'),
  number: z.int(),
  contact: client,
  channelKind,
  /** The card the conversation hangs on. */
  card,
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

/** Kinds that carry their own words, written by `notify`. */
export const noticeKinds = ['mention', 'internal', 'assignment', 'task', 'reminder', 'response_time'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Something in a card, a conversation, of a contact or a company that somebody has to look at; where it has none, of itself. */
const notice = z.object({
  ...line,
  kind: z.enum(noticeKinds),
  /** Whoever did it; null: nobody, the time came. */
  by: z.object({ id, name: z.string() }).nullable(),
  card,
  contact: client.nullable(),
  company: z.object({ id, name: z.string() }).nullable(),
  number: z.int().nullable(),
  /** What it leads to in there: an internal message, a task. */
  thingId: z.string().nullable(),
  /** What was written, or what the thing is called. */
  text: z.string(),
  /** How often it happened since it was last read. */
  count: z.int(),
})
export type NoticeView = z.output<typeof notice>

/** One line of the notification centre. */
export const notification = z.discriminatedUnion('kind', [incoming, broken, scheduledFailed, notice])
export type NotificationView = z.output<typeof notification>
export type NotificationOf<Kind extends 'incoming' | 'channel' | 'scheduled_failed'> = Extract<
  NotificationView,
  { kind: Kind }
>

export const listNotifications = endpoint({
  id: 'notifications.list',
  summary: "One's notifications, newest first",
  method: 'GET',
  path: '/notifications',
  permission: 'user',
  query: z.object({
    cursor: cursor.optional(),
    limit: pageLimit,
    /** Left out: all. */
    group: z.enum(['clients', 'team', 'system']).optional(),
  }),
  output: z.object({
    items: z.array(notification),
    next: z.string().nullable(),
    /** How many are unread, exactly; null: beyond the first page nobody asks. */
    unread: z.object({ clients: z.int(), team: z.int(), system: z.int() }).nullable(),
  }),
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

/** What one has looked at in its own place needs no line any more: assignments of this card or conversation. */
export const readPlace = endpoint({
  id: 'notifications.read-place',
  summary: 'Mark read what a look at a card or conversation answers',
  method: 'POST',
  path: '/notifications/places/reading',
  permission: 'user',
  body: z.union([z.strictObject({ card: cardRef }), z.strictObject({ number: z.int().positive() })]),
})

const way = z.enum(notificationWays)
/** Minutes between two letters that tell what is still unread; 0: none are sent. */
export const digestMinutes = [0, 15, 60, 240, 1440] as const
const digest = z.literal(digestMinutes)

export const notificationSettings = z.object({
  /** Of every kind and way, whether it is on. */
  choices: z.record(notificationKind, z.record(way, z.boolean())),
  digestMinutes: digest,
  /** Whether a push shows names and words; else only that there is something. */
  showsText: z.boolean(),
  /** Whether this installation sends letters at all. */
  sendsMail: z.boolean(),
  /** With what this installation proves itself to a browser's push service: a point of P-256, base64url. */
  pushKey: z.string(),
})
export type NotificationSettings = z.output<typeof notificationSettings>

export const getNotificationSettings = endpoint({
  id: 'notifications.settings.get',
  summary: 'What one is told, and how',
  method: 'GET',
  path: '/notifications/settings',
  permission: 'user',
  output: notificationSettings,
})

export const changeNotificationSettings = endpoint({
  id: 'notifications.settings.change',
  summary: 'Choose what one is told, and how; what is left out stays',
  method: 'PATCH',
  path: '/notifications/settings',
  permission: 'user',
  body: z.object({
    choices: z.partialRecord(notificationKind, z.partialRecord(way, z.boolean())).optional(),
    digestMinutes: digest.optional(),
    showsText: z.boolean().optional(),
  }),
  output: notificationSettings,
})

const base64url = (max: number): z.ZodString =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/)

/** As a browser's PushSubscription tells it. It ends with the session in which it is made. */
export const subscribeToPush = endpoint({
  id: 'push.subscribe',
  summary: 'Push notifications to this browser',
  method: 'POST',
  path: '/push-subscriptions',
  permission: 'user',
  body: z.object({
    endpoint: z.url({ protocol: /^https?$/ }).max(2000),
    keys: z.object({ p256dh: base64url(200), auth: base64url(100) }),
  }),
  errors: ['push.address_refused', 'push.key_invalid', 'push.too_many'],
})

export const unsubscribeFromPush = endpoint({
  id: 'push.unsubscribe',
  summary: 'Push no more to this browser',
  method: 'POST',
  path: '/push-subscriptions/removal',
  permission: 'user',
  body: z.object({ endpoint: z.string().max(2000) }),
})
