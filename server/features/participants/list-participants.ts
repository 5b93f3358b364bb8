import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { Participant, Participants } from '#contract/participants'
import type { Viewer } from '#features/access'
import { requireCard } from '#features/cards'
import type { Read } from '#lib/db'
import { takesPart } from './list-card-users.ts'

type Row = Omit<Participant, 'at' | 'canRemove'> & { at: Date }

/** Who takes part in a card one may see. */
export async function listParticipants(db: Read, viewer: Viewer, card: CardRef): Promise<Participants> {
  const { canEdit } = await requireCard(db, viewer, card)
  const { accountId, userId } = viewer
  const { rows } = await sql<Row>`
    select p.principal_kind as kind, p.principal_id as id, coalesce(u.name, g.name, '') as name, p.at,
      jsonb_build_object('id', p.added_by, 'name', coalesce(b.name, '')) as "addedBy"
    from participants p
    left join users u on p.principal_kind = 'user' and u.account_id = p.account_id and u.id = p.principal_id
    left join groups g on p.principal_kind = 'group' and g.account_id = p.account_id and g.id = p.principal_id
    left join users b on b.account_id = p.account_id and b.id = p.added_by
    where p.account_id = ${accountId} and p.card_kind = ${card.kind} and p.card_id = ${card.id}
    order by p.at, p.principal_kind desc, p.principal_id`.execute(db)
  const left = await sql<{ id: number; name: string }>`
    select u.id, u.name from participant_leaves w
    join users u on u.account_id = w.account_id and u.id = w.user_id
    join participants p on p.account_id = w.account_id and p.card_kind = w.card_kind and p.card_id = w.card_id
      and p.principal_kind = 'group' and p.principal_id = u.group_id
    where w.account_id = ${accountId} and w.card_kind = ${card.kind} and w.card_id = ${card.id} order by w.at, u.id`.execute(
    db,
  )
  const own = await sql`select from users u where u.account_id = ${accountId} and u.id = ${userId}
    and ${takesPart(card)}`.execute(db)
  return {
    items: rows.map(({ at, ...row }) => ({
      ...row,
      at: at.toISOString(),
      canRemove: canEdit || row.addedBy.id === userId || (row.kind === 'user' && row.id === userId),
    })),
    left: left.rows,
    isIn: own.rows.length > 0,
  }
}
