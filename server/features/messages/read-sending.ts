import { sql } from 'kysely'
import { capabilitiesOf } from '#features/channels'
import type { Capabilities } from '#contract/channels'
import type { CardRef } from '#contract/common'
import { seesChat, type Viewer } from '#features/access'
import { decideCard, findCardOf, readContactFacts } from '#features/conversation-rules'
import { stateColumns, type ConversationState } from '#features/conversations'
import type { Tx } from '#lib/db'

/** What sending must know of a chat; read under its lock. */
export type SendingChat = {
  id: string
  channelId: number
  contactId: number
  contactResponsibleUserId: number | null
  blockedAt: Date | null
  isDisconnected: boolean
  channelState: string
  capabilities: Capabilities
  open: ConversationState | null
  lastAnswer: { id: string; userId: number | null; receivedAt: Date } | null
  seenReceivedAt: Date | null
  /** The card of a conversation this message opens: the composer's, else the contact's latest open deal or customer; locked. */
  card: (CardRef & { responsibleUserId: number | null }) | null
}

/** What the composer knew: its card and the newest message it had seen. */
export type ComposerView = { cardId: number | null; seenMessageId: string | null }

type Row = Omit<SendingChat, 'open' | 'lastAnswer' | 'seenReceivedAt' | 'capabilities' | 'card'> & {
  channelKind: string
}

export async function readSending(
  tx: Tx,
  viewer: Viewer,
  chatId: string,
  composer: ComposerView,
): Promise<SendingChat | null> {
  const { rows } = await sql<Row>`
    select c.id, c.channel_id as "channelId", k.id as "contactId", k.responsible_user_id as "contactResponsibleUserId", c.blocked_at as "blockedAt",
      h.disconnected_at is not null as "isDisconnected", coalesce(x.state, 'working') as "channelState", h.kind as "channelKind"
    from chats c
    join channels h on h.account_id = c.account_id and h.id = c.channel_id
    join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    left join channel_health x on x.account_id = h.account_id and x.channel_id = h.id
    where c.account_id = ${viewer.accountId} and c.id = ${chatId} and ${seesChat(viewer, 'c')}`.execute(tx)
  const row = rows[0]
  if (!row) return null
  const open = await readOpen(tx, viewer.accountId, chatId)
  const { channelKind, ...chat } = row
  return {
    ...chat,
    capabilities: capabilitiesOf(channelKind),
    open,
    lastAnswer: open?.lastAnswerId ? await readAnswer(tx, viewer.accountId, open.lastAnswerId) : null,
    seenReceivedAt: await readReceivedAt(tx, viewer.accountId, chatId, composer.seenMessageId),
    card: open ? null : await lockCard(tx, viewer.accountId, row.contactId, composer.cardId),
  }
}

async function readOpen(tx: Tx, accountId: number, chatId: string): Promise<ConversationState | null> {
  const { rows } = await sql<ConversationState>`
    select ${stateColumns('v')} from conversations v
    where v.account_id = ${accountId} and v.chat_id = ${chatId} and v.closed_at is null for no key update`.execute(
    tx,
  )
  return rows[0] ?? null
}

async function readAnswer(tx: Tx, accountId: number, id: string): Promise<SendingChat['lastAnswer']> {
  const row = await tx
    .selectFrom('messages')
    .select(['actor_kind', 'actor_id', 'received_at'])
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  // An author outside is no user, whatever his number.
  const userId = row.actor_kind === 'outside' ? null : row.actor_id
  return { id, userId, receivedAt: row.received_at }
}

async function readReceivedAt(
  tx: Tx,
  accountId: number,
  chatId: string,
  id: string | null,
): Promise<Date | null> {
  if (id === null) return null
  const row = await tx
    .selectFrom('messages')
    .select('received_at')
    .where('account_id', '=', accountId)
    .where('chat_id', '=', chatId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.received_at ?? null
}

/** Locks the contact, then the card that the rules choose for it. */
async function lockCard(
  tx: Tx,
  accountId: number,
  contactId: number,
  cardId: number | null,
): Promise<SendingChat['card']> {
  await sql`select from contacts where account_id = ${accountId} and id = ${contactId} for no key update`.execute(
    tx,
  )
  const contact = await readContactFacts(tx, accountId, contactId)
  if (!contact) throw new Error('A chat without its contact')
  const composerCard = cardId === null ? null : await findCardOf(tx, accountId, contactId, cardId)
  const { card } = decideCard({ way: 'out', contact, composerCard })
  if (!card) return null
  const locked = await sql<{ responsibleUserId: number | null }>`
    select responsible_user_id as "responsibleUserId" from ${sql.table(card.kind === 'deal' ? 'deals' : 'customers')}
    where account_id = ${accountId} and id = ${card.id} for no key update`.execute(tx)
  return { ...card, responsibleUserId: locked.rows[0]?.responsibleUserId ?? null }
}
