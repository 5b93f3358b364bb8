import { sql } from 'kysely'
import type { Presence } from '#contract/presence'
import { seesConversation, type Viewer } from '#features/access'
import type { Read } from '#lib/db'

/** Who looks at each of these conversations; also of one that nobody looks at. Rights are the caller's. */
export async function findPresences(db: Read, accountId: number, numbers: number[]): Promise<Presence[]> {
  if (numbers.length === 0) return []
  const { rows } = await sql<Presence>`
    select n.number, coalesce(jsonb_agg(distinct p.user_id) filter (where p.user_id is not null), '[]') as "userIds"
    from unnest(${numbers}::bigint[]) n(number)
    left join presences p on p.account_id = ${accountId} and p.number = n.number
    group by n.number`.execute(db)
  return rows
}

/** All that goes on in the account now, of what the viewer sees. */
export async function listSeenPresences(db: Read, viewer: Viewer): Promise<Presence[]> {
  const { rows } = await sql<Presence>`
    select p.number, jsonb_agg(distinct p.user_id) as "userIds" from presences p
    join conversations v on v.account_id = p.account_id and v.number = p.number
    where p.account_id = ${viewer.accountId} and ${seesConversation(viewer, 'v')}
    group by p.number`.execute(db)
  return rows
}
