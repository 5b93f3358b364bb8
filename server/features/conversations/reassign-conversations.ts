import { sql, type RawBuilder } from 'kysely'
import type { CardRef } from '#contract/common'
import type { Read, Tx } from '#lib/db'
import { change } from '#lib/events'
import { targetOf } from './close-conversation.ts'
import type { ConversationState } from './conversation-state.ts'
import { stateColumns } from './lock-conversation.ts'
import { saveConversations } from './save-conversation.ts'

/** Whose conversations: those of a contact and of everybody merged into it, or those of a card. */
export type Owner = { kind: 'contact'; id: number } | CardRef

/** Locks the open conversations of a contact or card, in the order of their numbers. Contacts are locked before, cards after. */
export async function lockOpenOf(tx: Tx, accountId: number, owner: Owner): Promise<ConversationState[]> {
  const { rows } = await sql<ConversationState>`
    select ${stateColumns('v')} from conversations v where ${belongsTo(accountId, owner)} and v.closed_at is null
    order by v.number for no key update`.execute(tx)
  return rows
}

/**
 * Writes a new responsible of a contact or card into its conversations and moves the counters. `open` is what
 * `lockOpenOf` gave; while the contacts are locked, no other conversation can open.
 */
export async function reassignConversations(
  tx: Tx,
  accountId: number,
  owner: Owner,
  open: ConversationState[],
  responsibleUserId: number | null,
): Promise<void> {
  const changes = open.map((before) => ({ before, after: reassigned(before, owner, responsibleUserId) }))
  await saveConversations(tx, accountId, changes)
  const columns =
    owner.kind === 'contact'
      ? sql`contact_responsible_user_id = ${responsibleUserId},
          responsible_user_id = case when v.card_id is null then ${responsibleUserId} else v.responsible_user_id end`
      : sql`responsible_user_id = ${responsibleUserId}`
  await sql`update conversations v set ${columns}
    where ${belongsTo(accountId, owner)} and v.closed_at is not null`.execute(tx)
}

function reassigned(
  state: ConversationState,
  owner: Owner,
  responsibleUserId: number | null,
): ConversationState {
  if (owner.kind !== 'contact') return { ...state, responsibleUserId }
  return {
    ...state,
    contactResponsibleUserId: responsibleUserId,
    responsibleUserId: state.card ? state.responsibleUserId : responsibleUserId,
  }
}

/** Tells live readers that what the rows of open conversations show of their contact or card has changed. */
export async function tellOpenOf(tx: Tx, accountId: number, owner: Owner): Promise<void> {
  for (const state of await findOpenOf(tx, accountId, owner)) {
    await change(tx, { ...targetOf(state), topic: 'conversation.changed' })
  }
}

async function findOpenOf(db: Read, accountId: number, owner: Owner): Promise<ConversationState[]> {
  const { rows } = await sql<ConversationState>`
    select ${stateColumns('v')} from conversations v where ${belongsTo(accountId, owner)} and v.closed_at is null
    order by v.number`.execute(db)
  return rows
}

function belongsTo(accountId: number, owner: Owner): RawBuilder<boolean> {
  if (owner.kind !== 'contact') {
    return sql<boolean>`v.account_id = ${accountId} and v.card_kind = ${owner.kind} and v.card_id = ${owner.id}`
  }
  return sql<boolean>`v.account_id = ${accountId} and v.contact_id in (
    select kin.id from contacts kin where kin.account_id = ${accountId} and kin.root_id = ${owner.id})`
}
