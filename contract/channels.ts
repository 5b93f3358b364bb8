import { z } from 'zod'
import { newConversationRules } from './account-settings.ts'
import { id, idParam, instant, line, messageText, name, requestId } from './common.ts'
import { endpoint } from './endpoint.ts'
import { placeholders } from './placeholders.ts'
import { channelResponseTime } from './response-time.ts'

export const channelKinds = ['telegram', 'viber', 'vk', 'website'] as const
/** The messengers that are connected by a token. */
export const messengerKinds = ['telegram', 'viber', 'vk'] as const
export type MessengerKind = (typeof messengerKinds)[number]

/** Something for each messenger. */
export function perMessenger<T>(make: (kind: MessengerKind) => T): Record<MessengerKind, T> {
  // The compiler cannot see that every kind is there.
  return Object.fromEntries(messengerKinds.map((kind) => [kind, make(kind)])) as Record<MessengerKind, T>
}

export const channelKind = z.enum(channelKinds)
export type ChannelKind = (typeof channelKinds)[number]

/** What a messenger can do: read by the composer, the splitter and the API alike. Lengths are UTF-16 units. */
export const capabilities = z.object({
  maxTextLength: z.int(),
  maxCaptionLength: z.int(),
  /** The only files that may carry a caption, by their type as sniffed and up to a size; null: any file may. */
  captioned: z.object({ types: z.array(z.string()), maxBytes: z.int() }).nullable(),
  maxFilesPerMessage: z.int(),
  maxFileBytes: z.int(),
  maxPhotoBytes: z.int(),
  /** Endings of names the messenger does not take, in small letters and without the dot. */
  refusedEndings: z.array(z.string()),
  /** Kinds that may share one message; a run of files of one group travels together. */
  fileGroups: z.array(z.array(z.enum(['photo', 'video', 'document', 'audio', 'voice', 'animation']))),
  /** Types, as sniffed, that arrive as a voice message; others leave as files. */
  voiceTypes: z.array(z.string()),
  /** Whether a place arrives as one; else it leaves as words with a link. */
  canSendLocation: z.boolean(),
  receipts: z.object({ delivered: z.boolean(), read: z.boolean() }),
  canWriteFirst: z.boolean(),
  canReply: z.boolean(),
  /** A repeated send with the same key is the same message. */
  isIdempotent: z.boolean(),
  /** Whether our messages can be changed and taken back; `withinHours` after they left, null: at any time. */
  editing: z.object({ withinHours: z.number().nullable() }).nullable(),
  deleting: z.object({ withinHours: z.number().nullable() }).nullable(),
  /** Emoji one can react with; none: one cannot. */
  reactions: z.array(z.string()),
  /** Whether a client can be told that he was read. */
  canMarkRead: z.boolean(),
})
export type Capabilities = z.output<typeof capabilities>

/** A text that is too long for one message of a messenger leaves in several. */
const autoText = messageText.trim().max(4000)

/** Which card a new conversation of a channel gets: by the account's rule, or by one of its own. */
export const channelRules = ['account', ...newConversationRules] as const
export type ChannelRule = (typeof channelRules)[number]

/** Who answers for a deal that a channel makes: its own responsible, the contact's, or its group's people in turn. */
export const responsibleRules = ['fixed', 'contact', 'round_robin'] as const
export type ResponsibleRule = (typeof responsibleRules)[number]

/** What an account sets for a channel beside its columns. A new setting is a field here with its default. */
const settingFields = z.object({
  /** Sent once when a client opens a conversation; empty: nothing is. With placeholders. */
  greeting: autoText,
  /** Sent instead, once a closed time, when a client writes outside working hours; empty: nothing is. With placeholders. */
  offlineText: autoText,
  /** Whether clients are told that they were read, where the messenger can show it. */
  sendsReadMarks: z.boolean(),
  newConversationRule: z.enum(channelRules),
  /** Deals of clients who write come to the stage of incoming leads, where the pipeline has one. */
  incomingLeads: z.boolean(),
  responsibleRule: z.enum(responsibleRules),
  /** After how many hours in which nobody wrote a conversation is closed by itself; 0: never. */
  silenceHours: z
    .int()
    .min(0)
    .max(24 * 90),
  /** Sent before it is closed so; empty: nothing is. With placeholders. */
  silenceText: autoText,
  /** Within which time its clients are to be answered. */
  responseTime: channelResponseTime,
})
export const channelSettings = settingFields.extend({
  greeting: settingFields.shape.greeting.default(''),
  offlineText: settingFields.shape.offlineText.default(''),
  sendsReadMarks: settingFields.shape.sendsReadMarks.default(true),
  newConversationRule: settingFields.shape.newConversationRule.default('account'),
  incomingLeads: settingFields.shape.incomingLeads.default(false),
  responsibleRule: settingFields.shape.responsibleRule.default('fixed'),
  silenceHours: settingFields.shape.silenceHours.default(0),
  silenceText: settingFields.shape.silenceText.default(''),
  responseTime: settingFields.shape.responseTime.default({ kind: 'account' }),
})
export type ChannelSettings = z.output<typeof channelSettings>

/** What a channel's own texts may name: nobody writes them, so there is no `user.name`. */
export const autoTextPlaceholders = placeholders.filter((each) => each !== 'user.name')

export const channelMode = z.enum(['webhook', 'polling', 'direct'])
export const channelState = z.enum(['working', 'token_revoked', 'conflict', 'unreachable', 'disconnected'])

export const channel = z.object({
  id,
  kind: channelKind,
  name: z.string(),
  /** @username of a bot, the first origin of a website button. */
  handle: z.string().nullable(),
  state: channelState,
  mode: channelMode,
  lastInAt: instant.nullable(),
  lastError: z.string().nullable(),
  /** Nothing leaves until somebody resumes it; what clients write is still taken. */
  pause: z.object({ at: instant, byUserId: id }).nullable(),
  responsibleUserId: id.nullable(),
  pipelineId: id.nullable(),
  /** Who is told of a conversation that has no responsible. */
  groupId: id.nullable(),
  settings: channelSettings,
  origins: z.array(z.string()),
  /** The script tag to paste into a site (website buttons only). */
  snippet: z.string().nullable(),
  capabilities,
  createdAt: instant,
})
export type ChannelView = z.output<typeof channel>

const origin = z.string().trim().max(200)

export const listChannels = endpoint({
  id: 'channels.list',
  summary: 'The channels of the account with their health',
  method: 'GET',
  path: '/channels',
  permission: 'user',
  output: z.object({
    items: z.array(channel),
    /** Messengers that deliver to a public address only, which this server has not: `channel.needs_public_url`. */
    cannotReachUs: z.array(z.enum(messengerKinds)),
    /** Groups of colleagues that a channel can be given to. */
    groups: z.array(z.object({ id, name: z.string() })),
  }),
})

/** Asks the messenger who the token belongs to; nothing is stored. */
export const checkChannelToken = endpoint({
  id: 'channels.check',
  summary: 'Who a messenger token belongs to',
  method: 'POST',
  path: '/channels/checks',
  permission: 'settings',
  body: z.object({ kind: z.enum(messengerKinds), token: line(300).min(1) }),
  output: z.object({ name: z.string(), handle: z.string().nullable() }),
  errors: ['channel.token_invalid', 'channel.rights_missing', 'channel.token_taken', 'channel.unreachable'],
})

export const connectChannel = endpoint({
  id: 'channels.connect',
  summary: 'Connect a bot by its token, or make a website chat button',
  method: 'POST',
  path: '/channels',
  permission: 'settings',
  body: z.discriminatedUnion('kind', [
    z.object({ requestId, kind: z.enum(messengerKinds), token: line(300).min(1) }),
    z.object({ requestId, kind: z.literal('website'), name, origins: z.array(origin).min(1).max(20) }),
  ]),
  output: channel,
  errors: [
    'channel.token_invalid',
    'channel.rights_missing',
    'channel.token_taken',
    'channel.unreachable',
    'channel.needs_public_url',
    'channel.origin_invalid',
  ],
})

export const changeChannel = endpoint({
  id: 'channels.change',
  summary: 'Change the name, responsible, group, pipeline, texts or allowed origins of a channel',
  method: 'PATCH',
  path: '/channels/:channelId',
  permission: 'settings',
  params: z.object({ channelId: idParam }),
  body: z.object({
    name: name.optional(),
    responsibleUserId: id.nullable().optional(),
    pipelineId: id.nullable().optional(),
    groupId: id.nullable().optional(),
    // Without the defaults: what is left out stays as it was.
    settings: settingFields.partial().optional(),
    origins: z.array(origin).min(1).max(20).optional(),
    /** How what is changed stood when its editor began; when it is another by now, nothing is changed. */
    seen: z
      .object({
        name: z.string().max(1000),
        responsibleUserId: id.nullable(),
        pipelineId: id.nullable(),
        groupId: id.nullable(),
        settings: settingFields.partial(),
        origins: z.array(z.string().max(1000)).max(100),
      })
      .partial()
      .optional(),
  }),
  output: channel,
  errors: [
    'channel.not_found',
    'channel.origin_invalid',
    'settings.changed_meanwhile',
    'user.not_found',
    'pipeline.not_found',
    'group.not_found',
  ],
})

const channelParams = z.object({ channelId: idParam })

/** A second time changes nothing. */
export const pauseChannel = endpoint({
  id: 'channels.pause',
  summary: 'Put a channel on hold: messages wait, what clients write is still taken',
  method: 'PUT',
  path: '/channels/:channelId/pause',
  permission: 'settings',
  params: channelParams,
  output: channel,
  errors: ['channel.not_found', 'channel.disconnected'],
})

export const resumeChannel = endpoint({
  id: 'channels.resume',
  summary: 'Take a channel off hold: what waits leaves in its order',
  method: 'DELETE',
  path: '/channels/:channelId/pause',
  permission: 'settings',
  params: channelParams,
  output: channel,
  errors: ['channel.not_found'],
})

/** Gives a channel a new token of the same bot and switches it on again. */
export const reconnectChannel = endpoint({
  id: 'channels.reconnect',
  summary: 'Switch a channel on again, with a new token of the same bot if given',
  method: 'POST',
  path: '/channels/:channelId/connection',
  permission: 'settings',
  params: z.object({ channelId: idParam }),
  body: z.object({ token: line(300).min(1).optional() }),
  output: channel,
  errors: [
    'channel.not_found',
    'channel.token_invalid',
    'channel.rights_missing',
    'channel.token_taken',
    'channel.unreachable',
    'channel.needs_public_url',
  ],
})

export const disconnectChannel = endpoint({
  id: 'channels.disconnect',
  summary: 'Stop receiving and sending in a channel; its history stays',
  method: 'DELETE',
  path: '/channels/:channelId/connection',
  permission: 'settings',
  params: z.object({ channelId: idParam }),
  output: channel,
  errors: ['channel.not_found'],
})

/** More than a team has; further ones are not shown. */
export const mostOutsideAuthors = 200

/** Somebody who writes in the messenger itself, as it names him, and the colleague he is. */
export const outsideAuthor = z.object({
  id,
  externalId: z.string(),
  userId: id.nullable(),
  seenAt: instant,
})
export type OutsideAuthor = z.output<typeof outsideAuthor>

export const listOutsideAuthors = endpoint({
  id: 'channels.authors',
  summary: 'Who has written to clients of a channel in the messenger itself, oldest first',
  method: 'GET',
  path: '/channels/:channelId/authors',
  permission: 'settings',
  params: channelParams,
  output: z.object({ items: z.array(outsideAuthor) }),
  errors: ['channel.not_found'],
})

export const nameOutsideAuthor = endpoint({
  id: 'channels.name-author',
  summary: 'Say which colleague writes in the messenger itself; what he wrote there is shown as his',
  method: 'PATCH',
  path: '/channels/:channelId/authors/:authorId',
  permission: 'settings',
  params: channelParams.extend({ authorId: idParam }),
  body: z.object({ userId: id.nullable() }),
  output: outsideAuthor,
  errors: ['channel.not_found', 'channel.author_not_found', 'user.not_found'],
})
