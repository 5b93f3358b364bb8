import { sql } from 'kysely'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { microseconds } from '#lib/keyset'
import type { FeedPlace } from './feed-place.ts'

/**
 * Where a line of this name stands in time; null: there is no such thing in the account. Whether it stands in the feed that is
 * asked for, and may be seen, is found out by reading the feed there.
 */
export async function findLinePlace(
  db: Read,
  { accountId }: Viewer,
  name: string,
): Promise<FeedPlace | null> {
  const [kind, number] = name.split(':')
  const named = number === undefined ? byId(accountId, name) : byNumber(accountId, kind, Number(number))
  const { rows } =
    await sql<FeedPlace>`select ${microseconds(sql`l.at`)} as at, l.kind, l.sequence::text as sequence, l.id
    from (${named}) l limit 1`.execute(db)
  return rows[0] ?? null
}

const byId = (accountId: number, id: string) => sql`
  select m.placed_at as at, 'message' as kind, m.external_seq as sequence, m.id from messages m
    where m.account_id = ${accountId} and m.id = ${id}
  union all select m.at, 'internal', m.seq, m.id from internal_messages m where m.account_id = ${accountId} and m.id = ${id}
  union all select e.at, 'event', 0, e.id from events e where e.account_id = ${accountId} and e.id = ${id}`

const byNumber = (accountId: number, kind: string | undefined, id: number) =>
  kind === 'note'
    ? sql`select n.created_at as at, 'note' as kind, 0 as sequence, n.request_id as id from notes n
        where n.account_id = ${accountId} and n.id = ${id}`
    : sql`select t.created_at as at, 'task' as kind, 0 as sequence, t.request_id as id from tasks t
        where t.account_id = ${accountId} and t.id = ${id}`
