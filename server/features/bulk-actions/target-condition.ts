import { sql, type RawBuilder } from 'kysely'
import type { BulkTarget } from '#contract/bulk-actions'
import { seesConversation, type Viewer } from '#features/access'
import { conversationConditions } from '#features/conversations'

/** Which conversations `v` a mass action takes in; those its author does not see are as good as not there. */
export function targetCondition(viewer: Viewer, target: BulkTarget): RawBuilder<boolean> {
  if ('filter' in target) return conversationConditions(viewer, target.filter)
  return sql<boolean>`(v.account_id = ${viewer.accountId} and v.number = any(${target.numbers}::bigint[])
    and ${seesConversation(viewer, 'v')})`
}
