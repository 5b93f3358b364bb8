import { z } from 'zod'
import { actor, id, instant, uuid } from './common.ts'

/**
 * Every fact the product records, declared once: type → the feature that alone may emit it and its group in the feed's filter.
 * Events carry ids and what changed, never message text.
 */
export const eventTypes = {
  'message.received': { owner: 'messages', group: 'messages' },
  'message.queued': { owner: 'messages', group: 'messages' },
  'message.edited': { owner: 'messages', group: 'messages' },
  'message.deleted': { owner: 'messages', group: 'messages' },
  'message.failed': { owner: 'messages', group: 'messages' },
  'message.uncertain': { owner: 'messages', group: 'messages' },
  'conversation.opened': { owner: 'conversations', group: 'conversations' },
  'conversation.closed': { owner: 'conversations', group: 'conversations' },
  'conversation.dismissed': { owner: 'conversations', group: 'conversations' },
  'response_time.exceeded': { owner: 'conversations', group: 'conversations' },
  'conversation.moved': { owner: 'conversations', group: 'conversations' },
  'contact.created': { owner: 'contacts', group: 'changes' },
  'contact.changed': { owner: 'contacts', group: 'changes' },
  'contact.blocked': { owner: 'contacts', group: 'changes' },
  'contact.unblocked': { owner: 'contacts', group: 'changes' },
  'contact.linked': { owner: 'contacts', group: 'changes' },
  'contact.unlinked': { owner: 'contacts', group: 'changes' },
  'company.created': { owner: 'companies', group: 'changes' },
  'company.changed': { owner: 'companies', group: 'changes' },
  'company.linked': { owner: 'companies', group: 'changes' },
  'company.unlinked': { owner: 'companies', group: 'changes' },
  'contact.deleted': { owner: 'contacts', group: 'changes' },
  'contact.erased': { owner: 'erasure', group: 'changes' },
  'company.deleted': { owner: 'companies', group: 'changes' },
  'company.restored': { owner: 'companies', group: 'changes' },
  'deal.deleted': { owner: 'deals', group: 'changes' },
  'deal.created': { owner: 'deals', group: 'changes' },
  'deal.changed': { owner: 'deals', group: 'changes' },
  'deal.moved': { owner: 'deals', group: 'changes' },
  'deal.reassigned': { owner: 'deals', group: 'people' },
  'incoming_lead.accepted': { owner: 'deals', group: 'changes' },
  'incoming_lead.declined': { owner: 'deals', group: 'changes' },
  'incoming_lead.linked': { owner: 'deals', group: 'changes' },
  'customer.created': { owner: 'customers', group: 'changes' },
  'customer.changed': { owner: 'customers', group: 'changes' },
  'customer.moved': { owner: 'customers', group: 'changes' },
  'customer.reassigned': { owner: 'customers', group: 'people' },
  'customer.deleted': { owner: 'customers', group: 'changes' },
  'customer.purchased': { owner: 'customers', group: 'changes' },
  'customer.purchase_changed': { owner: 'customers', group: 'changes' },
  'customer.purchase_deleted': { owner: 'customers', group: 'changes' },
  'task.created': { owner: 'tasks', group: 'tasks' },
  'task.changed': { owner: 'tasks', group: 'tasks' },
  'task.completed': { owner: 'tasks', group: 'tasks' },
  'task.reopened': { owner: 'tasks', group: 'tasks' },
  'task.deleted': { owner: 'tasks', group: 'tasks' },
  'note.created': { owner: 'notes', group: 'notes' },
  'note.changed': { owner: 'notes', group: 'notes' },
  'note.pinned': { owner: 'notes', group: 'notes' },
  'note.unpinned': { owner: 'notes', group: 'notes' },
  'note.deleted': { owner: 'notes', group: 'notes' },
  'deal.filled': { owner: 'fields', group: 'changes' },
  'customer.filled': { owner: 'fields', group: 'changes' },
  'contact.filled': { owner: 'fields', group: 'changes' },
  'company.filled': { owner: 'fields', group: 'changes' },
  'deal.tagged': { owner: 'tags', group: 'changes' },
  'customer.tagged': { owner: 'tags', group: 'changes' },
  'contact.tagged': { owner: 'tags', group: 'changes' },
  'company.tagged': { owner: 'tags', group: 'changes' },
  'field.created': { owner: 'fields', group: 'system' },
  'field.changed': { owner: 'fields', group: 'system' },
  'field.archived': { owner: 'fields', group: 'system' },
  'field.restored': { owner: 'fields', group: 'system' },
  'field_group.created': { owner: 'fields', group: 'system' },
  'field_group.changed': { owner: 'fields', group: 'system' },
  'field_group.deleted': { owner: 'fields', group: 'system' },
  'pipeline.created': { owner: 'deals', group: 'system' },
  'pipeline.changed': { owner: 'deals', group: 'system' },
  'pipeline.deleted': { owner: 'deals', group: 'system' },
  'stage.created': { owner: 'deals', group: 'system' },
  'stage.changed': { owner: 'deals', group: 'system' },
  'stage.deleted': { owner: 'deals', group: 'system' },
  'loss_reason.created': { owner: 'deals', group: 'system' },
  'loss_reason.changed': { owner: 'deals', group: 'system' },
  'loss_reason.deleted': { owner: 'deals', group: 'system' },
  'loss_reason.restored': { owner: 'deals', group: 'system' },
  'task_type.created': { owner: 'tasks', group: 'system' },
  'task_type.changed': { owner: 'tasks', group: 'system' },
  'task_type.deleted': { owner: 'tasks', group: 'system' },
  'quick_answer.created': { owner: 'quick-answers', group: 'system' },
  'quick_answer.changed': { owner: 'quick-answers', group: 'system' },
  'quick_answer.deleted': { owner: 'quick-answers', group: 'system' },
  'saved_view.created': { owner: 'saved-views', group: 'system' },
  'saved_view.changed': { owner: 'saved-views', group: 'system' },
  'saved_view.deleted': { owner: 'saved-views', group: 'system' },
  'saved_view.restored': { owner: 'saved-views', group: 'system' },
  'tag.created': { owner: 'tags', group: 'system' },
  'tag.changed': { owner: 'tags', group: 'system' },
  'tag.merged': { owner: 'tags', group: 'system' },
  'tag.deleted': { owner: 'tags', group: 'system' },
  'participant.added': { owner: 'participants', group: 'people' },
  'participant.left': { owner: 'participants', group: 'people' },
  'participant.removed': { owner: 'participants', group: 'people' },
  'internal.sent': { owner: 'internal', group: 'messages' },
  'internal.edited': { owner: 'internal', group: 'messages' },
  'internal.deleted': { owner: 'internal', group: 'messages' },
  'chat.blocked': { owner: 'messages', group: 'conversations' },
  'chat.unblocked': { owner: 'messages', group: 'conversations' },
  'channel.connected': { owner: 'channels', group: 'system' },
  'channel.disconnected': { owner: 'channels', group: 'system' },
  'channel.changed': { owner: 'channels', group: 'system' },
  'channel.paused': { owner: 'channels', group: 'system' },
  'channel.resumed': { owner: 'channels', group: 'system' },
  'channel.failed': { owner: 'channels', group: 'system' },
  'channel.recovered': { owner: 'channels', group: 'system' },
  'key_action.performed': { owner: 'links', group: 'key_actions' },
  'user.invited': { owner: 'people', group: 'people' },
  'user.uninvited': { owner: 'people', group: 'people' },
  'user.joined': { owner: 'people', group: 'people' },
  'user.changed': { owner: 'people', group: 'people' },
  'user.away': { owner: 'people', group: 'people' },
  'user.back': { owner: 'people', group: 'people' },
  'user.deactivated': { owner: 'people', group: 'people' },
  'user.reactivated': { owner: 'people', group: 'people' },
  'user.password_changed': { owner: 'people', group: 'people' },
  'user.password_link_made': { owner: 'people', group: 'people' },
  'user.token_made': { owner: 'people', group: 'people' },
  'role.created': { owner: 'people', group: 'people' },
  'role.changed': { owner: 'people', group: 'people' },
  'role.deleted': { owner: 'people', group: 'people' },
  'group.created': { owner: 'people', group: 'people' },
  'group.changed': { owner: 'people', group: 'people' },
  'group.deleted': { owner: 'people', group: 'people' },
  'settings.changed': { owner: 'account-settings', group: 'system' },
  'working_hours.changed': { owner: 'working-hours', group: 'system' },
  'dead_letter.replayed': { owner: 'dead-letters', group: 'system' },
  'dead_letter.deleted': { owner: 'dead-letters', group: 'system' },
  'account.changed': { owner: 'people', group: 'system' },
  'conversation.handed_over': { owner: 'hand-over', group: 'people' },
} as const satisfies Record<string, { owner: string; group: string }>

export type EventType = keyof typeof eventTypes
export const eventType = z.enum(Object.keys(eventTypes) as [EventType, ...EventType[]])
export type EventGroup = (typeof eventTypes)[EventType]['group']

/** By which road a change was made. */
export const roads = ['hand', 'bot', 'rule', 'api', 'import', 'messenger'] as const
export type Road = (typeof roads)[number]

/** What an event is about: the narrowest thing. */
export type SubjectKind =
  | 'account'
  | 'internal_chat'
  | 'field'
  | 'field_group'
  | 'tag'
  | 'pipeline'
  /** Named by its pipeline and itself, `5.142`: some stages have the same id in each. */
  | 'stage'
  | 'loss_reason'
  | 'task_type'
  | 'quick_answer'
  | 'saved_view'
  | 'dead_letter'
  | 'conversation'
  | 'chat'
  | 'contact'
  | 'company'
  | 'deal'
  | 'customer'
  | 'channel'
  | 'user'
  | 'role'
  | 'group'
  | 'task'
  | 'note'

export const event = z.object({
  id: uuid,
  type: eventType,
  at: instant,
  actor,
  number: z.int().nullable(),
  messageId: uuid.nullable(),
  channelId: id.nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
})
export type EventView = z.output<typeof event>
