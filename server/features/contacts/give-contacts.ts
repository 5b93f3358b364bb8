import { sql, type RawBuilder } from 'kysely'
import type { Giving } from '#features/access'
import { lockOpenOf, reassignConversations } from '#features/conversations'
import type { Read, Tx } from '#lib/db'
import { emit } from '#lib/events'

/** `talking`: only those with an open conversation that hangs on no card, and so is answered for by its contact's responsible. */
export type GivenContacts = 'all' | 'talking'

/** How many contacts somebody answers for; of `talking`: how many such conversations. */
export async function countContactsOf(
  db: Read,
  accountId: number,
  userId: number,
  which: GivenContacts,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`${
    which === 'all'
      ? sql`select count(*)::int as count from contacts
          where account_id = ${accountId} and responsible_user_id = ${userId} and deleted_at is null`
      : sql`select count(*)::int as count from conversations
          where account_id = ${accountId} and responsible_user_id = ${userId} and closed_at is null and card_id is null`
  }`.execute(db)
  return rows[0]?.count ?? 0
}

/** Gives a portion of somebody's contacts away, with their conversations. @returns how many; 0: none is left. */
export async function giveContacts(tx: Tx, giving: Giving, which: GivenContacts): Promise<number> {
  const { accountId, fromUserId, toUserId, now } = giving
  const { rows: held } = await sql<{ id: number }>`
    select k.id from contacts k where k.account_id = ${accountId} and k.id = any(array(${idsOf(giving, which)}))
      and k.responsible_user_id = ${fromUserId}
    order by k.id for no key update`.execute(tx)
  for (const { id } of held) {
    const owner = { kind: 'contact' as const, id }
    const open = await lockOpenOf(tx, accountId, owner)
    await sql`update contacts set responsible_user_id = ${toUserId}, updated_at = ${now}
      where account_id = ${accountId} and id = ${id}`.execute(tx)
    await reassignConversations(tx, accountId, owner, open, toUserId)
    await emit(tx, {
      accountId,
      type: 'contact.changed',
      actor: { kind: 'user', id: giving.byUserId },
      road: 'hand',
      subject: owner,
      contactId: id,
      before: { responsibleUserId: fromUserId },
      after: { responsibleUserId: toUserId },
      at: now,
    })
  }
  return held.length
}

function idsOf({ accountId, fromUserId, most }: Giving, which: GivenContacts): RawBuilder<unknown> {
  if (which === 'all') {
    return sql`select c.id from contacts c where c.account_id = ${accountId} and c.responsible_user_id = ${fromUserId}
      and c.deleted_at is null order by c.updated_at desc, c.id desc limit ${most}`
  }
  return sql`select distinct c.root_id from conversations v
    join contacts c on c.account_id = v.account_id and c.id = v.contact_id
    where v.account_id = ${accountId} and v.responsible_user_id = ${fromUserId} and v.closed_at is null and v.card_id is null
    limit ${most}`
}
