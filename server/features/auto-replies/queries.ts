import { sql } from 'kysely'
import type { ConversationState } from '#features/conversations'
import type { Read, Tx } from '#lib/db'

export type ReplyKind = 'greeting' | 'offline'

/** Of these conversations the open ones that a client opened, in channels that have something to say by themselves. */
export async function listOpenedWithText(db: Read, accountId: number, numbers: number[]): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select v.number from conversations v join channels h on h.account_id = v.account_id and h.id = v.channel_id
    where v.account_id = ${accountId} and v.number = any(${numbers}::bigint[]) and v.closed_at is null and v.opened_way = 'in'
      and (h.settings->>'greeting' <> '' or h.settings->>'offlineText' <> '')
    order by v.number`.execute(db)
  return rows.map((row) => row.number)
}

/** Of these conversations those whose channel has a text for closed times, with when it was last sent there. */
export async function listUntold(
  db: Read,
  accountId: number,
  numbers: number[],
): Promise<{ number: number; toldAt: Date | null }[]> {
  const { rows } = await sql<{ number: number; toldAt: Date | null }>`
    select v.number, (select max(a.at) from auto_replies a where a.account_id = v.account_id and a.number = v.number
      and a.kind = 'offline') as "toldAt"
    from conversations v join channels h on h.account_id = v.account_id and h.id = v.channel_id
    where v.account_id = ${accountId} and v.number = any(${numbers}::bigint[]) and v.closed_at is null
      and h.settings->>'offlineText' <> ''
    order by v.number`.execute(db)
  return rows
}

/** What decides whether a channel says something in a conversation, and the names its text may use. */
export type Scene = {
  contactName: string
  dealName: string | null
  /** Nobody of us can reach the client: he or we blocked the other. */
  isBlocked: boolean
  lastIncomingAt: Date | null
  lastAnswerAt: Date | null
  greetedAt: Date | null
  offlineToldAt: Date | null
}

/** Read under the chat's lock. */
export async function readScene(tx: Tx, conversation: ConversationState): Promise<Scene> {
  const { accountId, number, chatId, card, lastIncomingId, lastAnswerId } = conversation
  const { rows } = await sql<Scene>`
    select k.name as "contactName", d.name as "dealName", c.blocked_at is not null or k.blocked_at is not null as "isBlocked",
      (select m.placed_at from messages m where m.account_id = c.account_id and m.id = ${lastIncomingId}) as "lastIncomingAt",
      (select m.received_at from messages m where m.account_id = c.account_id and m.id = ${lastAnswerId}) as "lastAnswerAt",
      told.greeting as "greetedAt", told.offline as "offlineToldAt"
    from chats c
    join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    left join deals d on d.account_id = c.account_id and d.id = ${card?.kind === 'deal' ? card.id : null}
    cross join lateral (
      select max(a.at) filter (where a.kind = 'greeting') as greeting, max(a.at) filter (where a.kind = 'offline') as offline
      from auto_replies a where a.account_id = c.account_id and a.number = ${number}
    ) told
    where c.account_id = ${accountId} and c.id = ${chatId}`.execute(tx)
  const [scene] = rows
  if (!scene) throw new Error('A conversation without its chat')
  return scene
}

export async function insertReply(
  tx: Tx,
  reply: { accountId: number; messageId: string; number: number; kind: ReplyKind; at: Date },
): Promise<void> {
  await tx
    .insertInto('auto_replies')
    .values({
      account_id: reply.accountId,
      message_id: reply.messageId,
      number: reply.number,
      kind: reply.kind,
      at: reply.at,
    })
    .execute()
}
