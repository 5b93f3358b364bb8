import { sql, type RawBuilder } from 'kysely'
import type { CardRef } from '#contract/common'
import type { Read } from '#lib/db'

/** The active users who take part in a card now, by themselves or by their group. */
export async function listCardUsers(db: Read, accountId: number, card: CardRef): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select u.id from users u
    where u.account_id = ${accountId} and u.status = 'active' and ${takesPart(card)} order by u.id`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

/** Whether the user `u` takes part: the same rule as that of who sees a card. */
export function takesPart(card: CardRef): RawBuilder<boolean> {
  return sql<boolean>`exists (select from participants p where p.account_id = u.account_id
    and p.card_kind = ${card.kind} and p.card_id = ${card.id}
    and ((p.principal_kind = 'user' and p.principal_id = u.id)
      or (p.principal_kind = 'group' and p.principal_id = u.group_id and not exists (
        select from participant_leaves w where w.account_id = p.account_id and w.card_kind = p.card_kind
          and w.card_id = p.card_id and w.user_id = u.id))))`
}
