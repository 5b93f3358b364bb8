import { sql } from 'kysely'
import type { ActorKind, CardRef } from '#contract/common'
import type { EventType, Road, SubjectKind } from '#contract/events'
import { uuidv7 } from './crypto.ts'
import type { Tx } from './db.ts'

export type ActorRef = { kind: ActorKind; id: number | null }

export const systemActor: ActorRef = { kind: 'system', id: null }

/** What a change is about, so that readers can find and judge it without parsing anything. */
export type ChangeTarget = {
  accountId: number
  number?: number | null
  chatId?: string | null
  messageId?: string | null
  contactId?: number | null
  card?: CardRef | null
  companyId?: number | null
}

export type NewEvent = ChangeTarget & {
  type: EventType
  actor: ActorRef
  road: Road
  subject: { kind: SubjectKind; id: string | number }
  channelId?: number | null
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
  at: Date
}

/** Changes that are no facts: they live 48 hours and are seen only by live readers and reactions. */
export type ChangeTopic =
  | 'message.changed'
  | 'conversation.read'
  | 'conversation.unread'
  /** Up to its `messageId`, by a colleague it was not meant for: it stays unread. */
  | 'conversation.looked'
  /** The client was told up to where he was read. */
  | 'read_mark'
  | 'conversation.changed'
  /** Its messenger told the name of a nameless one. */
  | 'contact.named'
  | 'deal.named'
  /** An incoming lead was accepted, declined or linked: who takes leads may not see it any more. */
  | 'deal.settled'
  /** A card has another company now. */
  | 'company.left'
  | 'notification.changed'
  | 'typing'
  /** Who takes part in a card; `patch.userIds`: who sees it now, or no longer. */
  | 'participants'
  /** Of chats of colleagues; their ids stand in `patch`, so that no reader takes them for a client's. */
  | 'internal.message'
  | 'internal.read'
  | 'internal.typing'
  | 'internal.draft'
  | 'internal.chat'
  | 'draft'
  | 'scheduled'
  /** A planned message could not leave at its time; `messageId` is its id. */
  | 'scheduled.failed'
  | 'quick_answers'
  /** A task is new, changed, done or gone; `patch.taskId` names it, `patch.wasOf` who is its responsible no more. */
  | 'task'
  /** A note on its card or contact is new, changed or gone. */
  | 'note'
  /** One's own reminder of a conversation. */
  | 'reminder'
  /** One's own star or subscription; `patch` says which and whether it is there. */
  | 'marked'
  /** A mass action goes on; for its author. */
  | 'bulk_action'
  /** Somebody has opened a conversation, or left it. */
  | 'presence'
  | 'task_types'
  | 'pipelines'
  /** An import goes on; for its author, and for who may change settings. */
  | 'imports'
  | 'fields'
  | 'tags'
  | 'saved_views'
  | 'channels'
  /** A breakage of a channel began, ended or has to be told. */
  | 'channel.breakage'
  | 'dead_letters'
  /** Somebody's work is being handed over, portion by portion. */
  | 'hand_overs'
  | 'users'
  | 'me'
  | 'session.ended'

export type NewChange = ChangeTarget & {
  topic: ChangeTopic
  /** Only for this user. */
  userId?: number | null
  patch?: Record<string, unknown> | null
}

/** Writes a fact and its live change. Call it in the transaction that makes the fact true; only the owning feature does. */
export async function emit(tx: Tx, event: NewEvent): Promise<string> {
  const id = uuidv7()
  await sql`
    with fact as (
      insert into events (account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, number, message_id,
        contact_id, card_kind, card_id, channel_id, before, after)
      values (${event.accountId}, ${event.at}, ${id}, ${event.type}, ${event.actor.kind}, ${event.actor.id}, ${event.road},
        ${event.subject.kind}, ${String(event.subject.id)}, ${event.number ?? null}, ${event.messageId ?? null},
        ${event.contactId ?? null}, ${event.card?.kind ?? null}, ${event.card?.id ?? null}, ${event.channelId ?? null},
        ${json(event.before)}::jsonb, ${json(event.after)}::jsonb)
    )
    insert into changes (account_id, topic, number, chat_id, message_id, contact_id, card_kind, card_id, company_id, user_id, event_id, patch)
    values (${event.accountId}, ${event.type}, ${event.number ?? null}, ${event.chatId ?? null}, ${event.messageId ?? null},
      ${event.contactId ?? null}, ${event.card?.kind ?? null}, ${event.card?.id ?? null}, ${event.companyId ?? null},
      null, ${id}, ${json(event.before ? { before: event.before } : null)}::jsonb)
  `.execute(tx)
  return id
}

/** Writes a live change that is no fact. */
export async function change(tx: Tx, one: NewChange): Promise<void> {
  await sql`
    insert into changes (account_id, topic, number, chat_id, message_id, contact_id, card_kind, card_id, user_id, patch)
    values (${one.accountId}, ${one.topic}, ${one.number ?? null}, ${one.chatId ?? null}, ${one.messageId ?? null},
      ${one.contactId ?? null}, ${one.card?.kind ?? null}, ${one.card?.id ?? null}, ${one.userId ?? null},
      ${json(one.patch)}::jsonb)
  `.execute(tx)
}

function json(value: Record<string, unknown> | null | undefined): string | null {
  return value ? JSON.stringify(value) : null
}
