import { sql } from 'kysely'
import { seesCell, seesConversation, seesEverything, type Viewer } from '#features/access'
import type { Read } from '#lib/db'

export type InboxCounts = { open: number; unread: number; unanswered: number; mine: number }

/** Exact counters of what this viewer sees: a sum over the cells, and the few that they do not tell. */
export async function countConversations(db: Read, viewer: Viewer): Promise<InboxCounts> {
  const { rows } = await sql<InboxCounts>`
    select coalesce(sum(c.open), 0)::int as open, coalesce(sum(c.unread), 0)::int as unread,
      coalesce(sum(c.unanswered), 0)::int as unanswered,
      coalesce(sum(c.open) filter (where c.responsible_user_id = ${viewer.userId}), 0)::int as mine
    from inbox_counts c where c.account_id = ${viewer.accountId} and ${seesCell(viewer, 'c')}`.execute(db)
  const cells = rows[0] ?? { open: 0, unread: 0, unanswered: 0, mine: 0 }
  if (seesEverything(viewer)) return cells
  const beside = await countBesideCells(db, viewer)
  return {
    open: cells.open + beside.open,
    unread: cells.unread + beside.unread,
    unanswered: cells.unanswered + beside.unanswered,
    mine: cells.mine + beside.mine,
  }
}

/**
 * What the cells do not know: open conversations seen only because the viewer takes part in their card, or takes incoming
 * leads; less those of incoming leads that he may not see. They are few and looked at one by one.
 */
async function countBesideCells(db: Read, viewer: Viewer): Promise<InboxCounts> {
  const { accountId } = viewer
  const { rows } = await sql<InboxCounts>`
    select coalesce(sum(j.gain), 0)::int as open, coalesce(sum(j.gain) filter (where v.read_at is null), 0)::int as unread,
      coalesce(sum(j.gain) filter (where v.waiting_since is not null), 0)::int as unanswered,
      coalesce(sum(j.gain) filter (where v.responsible_user_id = ${viewer.userId}), 0)::int as mine
    from (
      select card_kind, card_id from participants where account_id = ${accountId}
        and ((principal_kind = 'user' and principal_id = ${viewer.userId})
          or (principal_kind = 'group' and principal_id = ${viewer.groupId}))
      union select 'deal', d.id from stages s cross join lateral (select d.id from deals d where d.account_id = s.account_id
          and d.pipeline_id = s.pipeline_id and d.stage_id = s.id and d.talks in ('read', 'unread') offset 0) d
        where s.account_id = ${accountId} and s.kind = 'incoming'
    ) p
    cross join lateral (select v.* from conversations v where v.account_id = ${accountId} and v.card_kind = p.card_kind
      and v.card_id = p.card_id and v.closed_at is null offset 0) v
    cross join lateral (select coalesce(v.card_kind, '') as card_kind, coalesce(v.responsible_user_id, 0) as responsible_user_id,
      coalesce(v.contact_responsible_user_id, 0) as contact_responsible_user_id) c
    cross join lateral (select (coalesce(${seesConversation(viewer, 'v')}, false))::int
      - (coalesce(${seesCell(viewer, 'c')}, false))::int as gain) j`.execute(db)
  return rows[0] ?? { open: 0, unread: 0, unanswered: 0, mine: 0 }
}
