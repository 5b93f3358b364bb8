import { sql } from 'kysely'
import { seesCell, seesConversation, seesEverything, type Viewer } from '#features/access'
import type { Read } from '#lib/db'

export type InboxCounts = { open: number; unread: number; unanswered: number; mine: number }

/** Exact counters of what this viewer sees: a sum over the cells, and the few he sees only by taking part. */
export async function countConversations(db: Read, viewer: Viewer): Promise<InboxCounts> {
  const { rows } = await sql<InboxCounts>`
    select coalesce(sum(c.open), 0)::int as open, coalesce(sum(c.unread), 0)::int as unread,
      coalesce(sum(c.unanswered), 0)::int as unanswered,
      coalesce(sum(c.open) filter (where c.responsible_user_id = ${viewer.userId}), 0)::int as mine
    from inbox_counts c where c.account_id = ${viewer.accountId} and ${seesCell(viewer, 'c')}`.execute(db)
  const cells = rows[0] ?? { open: 0, unread: 0, unanswered: 0, mine: 0 }
  if (seesEverything(viewer)) return cells
  const shared = await countShared(db, viewer)
  return {
    open: cells.open + shared.open,
    unread: cells.unread + shared.unread,
    unanswered: cells.unanswered + shared.unanswered,
    mine: cells.mine + shared.mine,
  }
}

/** Open conversations seen only because the viewer takes part in their card. */
async function countShared(db: Read, viewer: Viewer): Promise<InboxCounts> {
  const { rows } = await sql<InboxCounts>`
    select count(*)::int as open, (count(*) filter (where v.read_at is null))::int as unread,
      (count(*) filter (where v.waiting_since is not null))::int as unanswered,
      (count(*) filter (where v.responsible_user_id = ${viewer.userId}))::int as mine
    from (
      select distinct card_kind, card_id from participants where account_id = ${viewer.accountId}
        and ((principal_kind = 'user' and principal_id = ${viewer.userId})
          or (principal_kind = 'group' and principal_id = ${viewer.groupId}))
    ) p
    join conversations v on v.account_id = ${viewer.accountId} and v.card_kind = p.card_kind and v.card_id = p.card_id
      and v.closed_at is null
    cross join lateral (select coalesce(v.card_kind, '') as card_kind, coalesce(v.responsible_user_id, 0) as responsible_user_id,
      coalesce(v.contact_responsible_user_id, 0) as contact_responsible_user_id) c
    where ${seesConversation(viewer, 'v')} and not ${seesCell(viewer, 'c')}`.execute(db)
  return rows[0] ?? { open: 0, unread: 0, unanswered: 0, mine: 0 }
}
