import { sql, type RawBuilder } from 'kysely'
import { mostPreviewed, type BulkChange, type BulkReason, type BulkTarget } from '#contract/bulk-actions'
import type { CardKind } from '#contract/common'
import { mayDo, requireActiveUser, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { targetCondition } from './target-condition.ts'
import { isStateKind, whyNot } from './why-not.ts'

export type Preview = { total: number; hasMore: boolean; skipped: { reason: BulkReason; count: number }[] }

/** Conversations that stand alike, and how many they are. */
type Alike = {
  count: number
  isClosed: boolean
  isRead: boolean
  isWaiting: boolean
  cardKind: CardKind | null
  userId: number | null
  groupId: number | null
  isTagged: boolean
}

/**
 * How many conversations an action would take in now, and why it would leave some of them, by the rules it goes by itself. Counted
 * exactly up to a bound, so that asking costs the same in an account of any age. Throws `user.not_found`.
 */
export async function previewAction(
  db: Read,
  viewer: Viewer,
  { change, target }: { change: BulkChange; target: BulkTarget },
): Promise<Preview> {
  if (change.kind === 'assign') await requireActiveUser(db, viewer.accountId, change.toUserId)
  const alike = await countAlike(db, viewer, change, target)
  const total = alike.reduce((sum, { count }) => sum + count, 0)
  const skipped = new Map<BulkReason, number>()
  for (const one of alike) {
    const reason = whyLeft(viewer, change, one)
    if (reason !== null) skipped.set(reason, (skipped.get(reason) ?? 0) + one.count)
  }
  return {
    total: Math.min(total, mostPreviewed),
    hasMore: total > mostPreviewed,
    skipped: [...skipped].map(([reason, count]) => ({ reason, count })),
  }
}

async function countAlike(
  db: Read,
  viewer: Viewer,
  change: BulkChange,
  target: BulkTarget,
): Promise<Alike[]> {
  const { rows } = await sql<Alike>`
    select count(*)::int as count, v.closed_at is not null as "isClosed", v.read_at is not null as "isRead",
      v.waiting_since is not null as "isWaiting", v.card_kind as "cardKind", v.responsible_user_id as "userId",
      u.group_id as "groupId", ${tagged(change)} as "isTagged"
    from (select v.* from conversations v where ${targetCondition(viewer, target)} limit ${sql.lit(mostPreviewed + 1)}) v
    left join users u on u.account_id = v.account_id and u.id = v.responsible_user_id
    group by 2, 3, 4, 5, 6, 7, 8`.execute(db)
  return rows
}

function tagged(change: BulkChange): RawBuilder<boolean> {
  if (change.kind !== 'tag') return sql<boolean>`false`
  return sql<boolean>`exists (select from tags t join entity_tags et on et.account_id = t.account_id and et.tag_id = t.id
    where t.account_id = v.account_id and t.entity_kind = v.card_kind and lower(t.name) = lower(${change.tag})
      and et.entity_kind = v.card_kind and et.entity_id = v.card_id)`
}

function whyLeft(viewer: Viewer, change: BulkChange, one: Alike): BulkReason | null {
  const { kind } = change
  if (isStateKind(kind)) {
    const at = new Date(0)
    const standing = {
      closedAt: one.isClosed ? at : null,
      readAt: one.isRead ? at : null,
      waitingSince: one.isWaiting ? at : null,
      lastIncomingId: null,
    }
    return whyNot(kind, standing, null)
  }
  if (kind === 'tag' && one.cardKind === null) return 'no_card'
  const entity = one.cardKind === null ? 'contacts' : one.cardKind === 'deal' ? 'deals' : 'customers'
  const isSame = change.kind === 'assign' ? one.userId === change.toUserId : one.isTagged
  if (isSame) return 'same'
  return mayDo(viewer, entity, 'edit', one) ? null : 'forbidden'
}
