import { z } from 'zod'
import {
  actor,
  avatarUrl,
  cardKind,
  cardRef,
  cursor,
  id,
  idParam,
  instant,
  pageLimit,
  requestId,
  uuid,
} from './common.ts'
import { channelKind } from './channels.ts'
import { contact } from './contacts.ts'
import { conversationFilterQuery, conversationSort } from './conversation-filter.ts'
import { customer } from './customers.ts'
import { deal } from './deals.ts'
import { endpoint } from './endpoint.ts'
import { filledFields } from './fields.ts'
import { deliveryState } from './messages.ts'
import { responseDue } from './response-time.ts'

/** The first words of the newest message. */
export const lastMessage = z.object({
  id: uuid,
  direction: z.enum(['in', 'out']),
  author: actor,
  text: z.string(),
  /** Kind of the first attachment, when there is one. */
  attachment: z.string().nullable(),
  /** What it was when it is no text: the messenger's word, or `location` for a place of ours. */
  unsupported: z.string().nullable(),
  /** We took it back. */
  isDeleted: z.boolean(),
  at: instant,
  state: deliveryState.nullable(),
})

export const conversationCard = z.object({
  kind: z.enum(['deal', 'customer']),
  id,
  name: z.string(),
  pipelineId: id,
  pipelineName: z.string(),
  stageId: id,
  stageName: z.string(),
  stageColor: z.string(),
})

/** One row of ImBox, as one colleague sees it. */
export const conversationRow = z.object({
  number: z.int(),
  chatId: uuid,
  channel: z.object({ id, kind: channelKind, name: z.string() }),
  contact: z.object({ id, name: z.string(), avatarUrl }),
  card: conversationCard.nullable(),
  status: z.enum(['in_work', 'nps_scheduled', 'nps_in_progress', 'closed', 'with_error']),
  /** Who spoke first: the client, or we. */
  way: z.enum(['in', 'out']),
  openedAt: instant,
  closedAt: instant.nullable(),
  isRead: z.boolean(),
  unread: z.int(),
  waitingSince: instant.nullable(),
  /** Null: he does not wait, or there is no limit. */
  due: responseDue.nullable(),
  responsibleUserId: id.nullable(),
  /** One's own marks. */
  isStarred: z.boolean(),
  isSubscribed: z.boolean(),
  lastMessage: lastMessage.nullable(),
  lastMessageAt: instant,
})
export type ConversationRow = z.output<typeof conversationRow>

/** What stands right of the chat and above it. */
export const conversationDetail = z.object({
  row: conversationRow,
  openedBy: actor,
  way: z.enum(['in', 'out']),
  closedBy: actor.nullable(),
  /** Since when its words and files are gone: its person was erased, or it was kept long enough. */
  emptiedAt: instant.nullable(),
  contact: contact.nullable(),
  deal: deal.nullable(),
  customer: customer.nullable(),
  /** The contact's other conversations one may see, newest first, at most 20. */
  others: z.array(
    z.object({
      number: z.int(),
      chatId: uuid,
      channelKind,
      openedAt: instant,
      closedAt: instant.nullable(),
    }),
  ),
})
export type ConversationDetail = z.output<typeof conversationDetail>

export const counts = z.object({
  open: z.int(),
  unread: z.int(),
  unanswered: z.int(),
  mine: z.int(),
  /** Open ones among those that one has marked. */
  subscribed: z.int(),
  starred: z.int(),
  notifications: z.int(),
})
export type Counts = z.output<typeof counts>

export const listConversations = endpoint({
  id: 'conversations.list',
  summary: 'ImBox: conversations one may see',
  method: 'GET',
  path: '/conversations',
  permission: 'user',
  query: z.object({
    ...conversationFilterQuery,
    sort: conversationSort.default('recent'),
    cursor: cursor.optional(),
    limit: pageLimit,
  }),
  output: z.object({ items: z.array(conversationRow), next: z.string().nullable() }),
})

export const countFound = endpoint({
  id: 'conversations.found',
  summary: 'How many conversations a filter finds: exactly, or that there are more than so many',
  method: 'GET',
  path: '/conversations/found',
  permission: 'user',
  query: z.object(conversationFilterQuery),
  output: z.object({ count: z.int(), isMore: z.boolean() }),
})

export const listContactConversations = endpoint({
  id: 'contacts.conversations',
  summary: 'Conversations of a contact that one may see, newest first',
  method: 'GET',
  path: '/contacts/:contactId/conversations',
  permission: 'user',
  params: z.object({ contactId: idParam }),
  query: z.object({ cursor: cursor.optional(), limit: pageLimit }),
  output: z.object({ items: z.array(conversationRow), next: z.string().nullable() }),
  errors: ['contact.not_found'],
})

export const getCounts = endpoint({
  id: 'conversations.counts',
  summary: 'Exact counters of the presets and of the notification bell',
  method: 'GET',
  path: '/conversations/counts',
  permission: 'user',
  output: counts,
})

const numberParams = z.object({ number: idParam })

export const getConversation = endpoint({
  id: 'conversations.get',
  summary: 'One conversation with its contact and card',
  method: 'GET',
  path: '/conversations/:number',
  permission: 'user',
  params: numberParams,
  output: conversationDetail,
  errors: ['conversation.not_found'],
})

export const closeConversation = endpoint({
  id: 'conversations.close',
  summary: 'Close a conversation; a second close is the same closure',
  method: 'POST',
  path: '/conversations/:number/closure',
  permission: 'user',
  params: numberParams,
  body: z.object({ seenMessageId: uuid.nullable().default(null), anyway: z.boolean().default(false) }),
  output: conversationRow,
  errors: ['conversation.not_found', 'conversation.new_message'],
})

export const dismissConversation = endpoint({
  id: 'conversations.dismiss',
  summary: 'No reply needed: read, not waiting, notifications gone',
  method: 'POST',
  path: '/conversations/:number/dismissal',
  permission: 'user',
  params: numberParams,
  output: conversationRow,
  errors: ['conversation.not_found'],
})

/** `visible`: the newest message is on the screen of a focused window (counts only for those it was meant for); `marked`: by hand. */
export const readConversation = endpoint({
  id: 'conversations.read',
  summary: 'Mark a conversation read',
  method: 'POST',
  path: '/conversations/:number/reading',
  permission: 'user',
  params: numberParams,
  body: z.object({ way: z.enum(['visible', 'marked']), upTo: uuid.nullable().default(null) }),
  output: conversationRow,
  errors: ['conversation.not_found'],
})

export const unreadConversation = endpoint({
  id: 'conversations.unread',
  summary: 'Mark a conversation unread',
  method: 'DELETE',
  path: '/conversations/:number/reading',
  permission: 'user',
  params: numberParams,
  output: conversationRow,
  errors: ['conversation.not_found', 'conversation.closed'],
})

export const starConversation = endpoint({
  id: 'conversations.star',
  summary: 'Put a star on a conversation, for oneself',
  method: 'PUT',
  path: '/conversations/:number/star',
  permission: 'user',
  params: numberParams,
  output: conversationRow,
  errors: ['conversation.not_found'],
})

export const unstarConversation = endpoint({
  id: 'conversations.unstar',
  summary: 'Take the star off a conversation',
  method: 'DELETE',
  path: '/conversations/:number/star',
  permission: 'user',
  params: numberParams,
  output: conversationRow,
  errors: ['conversation.not_found'],
})

export const subscribeConversation = endpoint({
  id: 'conversations.subscribe',
  summary: "Be told of the client's messages in a conversation, though one does not answer for it",
  method: 'PUT',
  path: '/conversations/:number/subscription',
  permission: 'user',
  params: numberParams,
  output: conversationRow,
  errors: ['conversation.not_found'],
})

export const unsubscribeConversation = endpoint({
  id: 'conversations.unsubscribe',
  summary: 'Be told no longer',
  method: 'DELETE',
  path: '/conversations/:number/subscription',
  permission: 'user',
  params: numberParams,
  output: conversationRow,
  errors: ['conversation.not_found'],
})

/** Values of custom fields by their ids: where the first stage asks for some, no card is made without them. */
const fillingBody = z.object({ requestId, fields: filledFields.optional() })

export const createConversationDeal = endpoint({
  id: 'conversations.create-deal',
  summary: 'Make a deal for an open conversation that has no card',
  method: 'POST',
  path: '/conversations/:number/deal',
  permission: 'user',
  params: numberParams,
  body: fillingBody,
  output: conversationRow,
  errors: [
    'conversation.not_found',
    'conversation.already_has_card',
    'conversation.closed',
    'field.not_found',
    'field.required',
    'session.forbidden',
  ],
})

export const createConversationCustomer = endpoint({
  id: 'conversations.create-customer',
  summary: 'Make a customer for an open conversation that has no card',
  method: 'POST',
  path: '/conversations/:number/customer',
  permission: 'user',
  params: numberParams,
  body: fillingBody,
  output: conversationRow,
  errors: [
    'conversation.not_found',
    'conversation.already_has_card',
    'conversation.closed',
    'field.not_found',
    'field.required',
    'session.forbidden',
  ],
})

/** A card that a conversation can be hung on. */
export const cardChoice = z.object({
  kind: cardKind,
  id,
  name: z.string(),
  pipelineName: z.string(),
  stageName: z.string(),
  stageColor: z.string(),
  /** The conversation's contact is on it already. */
  isOfContact: z.boolean(),
  /** Not when one may only see it. */
  canChoose: z.boolean(),
  updatedAt: instant,
})
export type CardChoice = z.output<typeof cardChoice>

export const listCardChoices = endpoint({
  id: 'conversations.cards',
  summary: "Cards that a conversation can be hung on: its contact's, or what a search finds",
  method: 'GET',
  path: '/conversations/:number/cards',
  permission: 'user',
  params: numberParams,
  query: z.object({ search: z.string().trim().max(100).optional() }),
  output: z.object({ items: z.array(cardChoice) }),
  errors: ['conversation.not_found'],
})

export const moveConversation = endpoint({
  id: 'conversations.move',
  summary: 'Hang a conversation on another card',
  method: 'PUT',
  path: '/conversations/:number/card',
  permission: 'user',
  params: numberParams,
  body: z.object({
    card: cardRef,
    /** The card it stood on when one chose: when it is another by now, nothing is changed. */
    seen: cardRef.nullable().optional(),
  }),
  output: conversationRow,
  errors: [
    'conversation.not_found',
    'conversation.card_changed',
    'deal.not_found',
    'customer.not_found',
    'session.forbidden',
  ],
})
