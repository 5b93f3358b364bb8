import { sql } from 'kysely'
import type { ActorKind, CardRef } from '#contract/common'
import type { EventType, Road, SubjectKind } from '#contract/events'
import { uuidv7 } from './crypto.ts'
import type { Tx } from './db.ts'

export type ActorRef = { kind: ActorKind; id: number | null }

export const systemActor: ActorRef = { kind: 'system', id: null }

/** Whose doing it is what somebody does by this road: another program acts in his name. */
export const actorBy = (road: Road, userId: number): ActorRef => ({
  kind: road === 'api' ? 'api' : 'user',
  id: userId,
})

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
  await writeFacts(tx, [{ id, ...event }])
  return id
}

/** The same for what somebody sets up for the account, by hand. */
export async function emitByHand(
  tx: Tx,
  { accountId, userId }: { accountId: number; userId: number },
  fact: Pick<NewEvent, 'type' | 'subject' | 'channelId'> & {
    before?: NewEvent['before'] | undefined
    after?: NewEvent['after'] | undefined
  },
  now: Date,
): Promise<void> {
  await emit(tx, {
    accountId,
    actor: { kind: 'user', id: userId },
    road: 'hand',
    ...fact,
    before: fact.before ?? null,
    after: fact.after ?? null,
    at: now,
  })
}

/** The same for many facts at once, in their order. */
export async function emitAll(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  await writeFacts(
    tx,
    events.map((event) => ({ id: uuidv7(), ...event })),
  )
}

async function writeFacts(tx: Tx, events: (NewEvent & { id: string })[]): Promise<void> {
  const rows = events.map(({ id, actor, subject, before, after, ...event }) => ({
    ...columnsOf(event),
    id,
    at: event.at,
    type: event.type,
    actor_kind: actor.kind,
    actor_id: actor.id,
    road: event.road,
    subject_kind: subject.kind,
    subject_id: String(subject.id),
    channel_id: event.channelId ?? null,
    before: before ?? null,
    after: after ?? null,
  }))
  await sql`
    with f as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) f(account_id bigint, at timestamptz, id uuid, type text,
        actor_kind text, actor_id bigint, road text, subject_kind text, subject_id text, number bigint, chat_id uuid, message_id uuid,
        contact_id bigint, card_kind text, card_id bigint, company_id bigint, channel_id bigint, before jsonb, after jsonb)
    ), fact as (
      insert into events (account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, number, message_id,
        contact_id, card_kind, card_id, channel_id, before, after)
      select account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, number, message_id,
        contact_id, card_kind, card_id, channel_id, before, after from f
    )
    insert into changes (account_id, topic, number, chat_id, message_id, contact_id, card_kind, card_id, company_id, event_id, patch)
    select account_id, type, number, chat_id, message_id, contact_id, card_kind, card_id, company_id, id,
      case when before is not null then jsonb_build_object('before', before) end from f`.execute(tx)
}

/** Writes a live change that is no fact. */
export async function change(tx: Tx, one: NewChange): Promise<void> {
  await changeAll(tx, [one])
}

/** The same for many at once, in their order. */
export async function changeAll(tx: Tx, changes: readonly NewChange[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map((one) => ({
    ...columnsOf(one),
    topic: one.topic,
    user_id: one.userId ?? null,
    patch: one.patch ?? null,
  }))
  await sql`
    insert into changes (account_id, topic, number, chat_id, message_id, contact_id, card_kind, card_id, company_id, user_id, patch)
    select account_id, topic, number, chat_id, message_id, contact_id, card_kind, card_id, company_id, user_id, patch
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) c(account_id bigint, topic text, number bigint, chat_id uuid,
      message_id uuid, contact_id bigint, card_kind text, card_id bigint, company_id bigint, user_id bigint, patch jsonb)`.execute(
    tx,
  )
}

function columnsOf(target: ChangeTarget): Record<string, unknown> {
  return {
    account_id: target.accountId,
    number: target.number ?? null,
    chat_id: target.chatId ?? null,
    message_id: target.messageId ?? null,
    contact_id: target.contactId ?? null,
    card_kind: target.card?.kind ?? null,
    card_id: target.card?.id ?? null,
    company_id: target.companyId ?? null,
  }
}
