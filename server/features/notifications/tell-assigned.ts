import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { Change } from '#lib/changes'
import type { Tx } from '#lib/db'
import { notify } from './notify.ts'

type Assigned = {
  eventId: string
  card: CardRef | null
  contactId: number | null
  userId: number
  byUserId: number | null
  at: Date
}

/** So many at once are one line, not one each. */
const mostLines = 5

/**
 * Whoever becomes responsible for a deal, a customer or a contact is told, not who takes it himself. Many given at once, by one person to
 * another, are one line.
 */
export async function tellAssigned(tx: Tx, changes: Change[]): Promise<void> {
  for (const [accountId, some] of Map.groupBy(changes, (change) => change.accountId)) {
    const assigned = await findAssigned(tx, accountId, some)
    for (const together of Map.groupBy(assigned, (one) => `${one.userId}:${one.byUserId}`).values()) {
      if (together.length > mostLines) await tellMany(tx, accountId, together)
      else for (const one of together) await tellOne(tx, accountId, one)
    }
  }
}

async function tellOne(tx: Tx, accountId: number, one: Assigned): Promise<void> {
  const { card, contactId, userId, byUserId, at } = one
  await notify(tx, {
    accountId,
    kind: 'assignment',
    userIds: [userId],
    subject: card ? `${card.kind}:${card.id}` : `contact:${contactId}`,
    card,
    contactId: card ? null : contactId,
    byUserId,
    text: '',
    at,
  })
}

async function tellMany(tx: Tx, accountId: number, together: Assigned[]): Promise<void> {
  const newest = together.at(-1)
  if (!newest) return
  const { userId, byUserId, at } = newest
  const subject = `many:${byUserId ?? ''}`
  await notify(tx, {
    accountId,
    kind: 'assignment',
    userIds: [userId],
    subject,
    byUserId,
    text: '',
    count: together.length,
    at,
  })
}

/**
 * By the facts themselves; a responsible who was replaced since is not told, and to whom a conversation was handed over has
 * heard of it with the comment.
 */
async function findAssigned(tx: Tx, accountId: number, changes: Change[]): Promise<Assigned[]> {
  const ids = changes.flatMap(({ eventId }) => (eventId === null ? [] : [eventId]))
  const { rows } = await sql<Assigned>`
    select e.id as "eventId", case when e.type <> 'contact.changed' then jsonb_build_object('kind', e.card_kind, 'id', e.card_id) end as card,
      e.contact_id as "contactId",
      (e.after ->> 'responsibleUserId')::bigint as "userId", case when e.actor_kind = 'user' then e.actor_id end as "byUserId", e.at
    from events e
    left join deals d on e.type = 'deal.reassigned' and d.account_id = e.account_id and d.id = e.card_id
    left join customers c on e.type = 'customer.reassigned' and c.account_id = e.account_id and c.id = e.card_id
    left join contacts k on e.type = 'contact.changed' and k.account_id = e.account_id and k.id = e.contact_id
    where e.account_id = ${accountId} and e.id = any(${ids}::uuid[])
      and jsonb_typeof(e.after -> 'responsibleUserId') = 'number'
      and coalesce(d.responsible_user_id, c.responsible_user_id, k.responsible_user_id) = (e.after ->> 'responsibleUserId')::bigint
      and not exists (select from events h where h.account_id = e.account_id and h.at = e.at
        and h.type = 'conversation.handed_over' and h.actor_id = e.actor_id)
    order by e.id`.execute(tx)
  return rows
}
