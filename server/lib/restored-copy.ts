import { sql } from 'kysely'
import { cursorNow } from './changes.ts'
import { inTransaction, type Db } from './db.ts'

/** Whose work nothing makes good later. Other consumers find their place to be of another epoch, and do without what is lost. */
const consumer = 'reactions'

/**
 * A copy of the database that was put back, into another cluster most of all, where transactions count anew: cursors, the log and how
 * far it was pruned speak of transactions to come. Also one that was given a new epoch by hand. It becomes a database of its own with
 * a log that begins with what nobody had reacted to. Call it before anybody reads the log. @returns whether it was one.
 */
export function settleRestoredCopy(db: Db): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    // Of nodes that start together one does it; the next statement of the others sees it done.
    await sql`select from installation for update`.execute(tx)
    const { rows } = await sql`
      select from installation, (select pg_snapshot_xmax(pg_current_snapshot()) as next) now
      where pruned_to >= now.next or exists (select from changes where txid >= now.next)
        or exists (select from consumers where split_part(cursor, '.', 1) = epoch::text
          and pg_snapshot_xmax(split_part(cursor, '.', 2)::pg_snapshot) > now.next)
        or exists (select from consumers where name = ${consumer} and split_part(cursor, '.', 1) <> epoch::text)`.execute(
      tx,
    )
    if (rows.length === 0) return false
    await sql`update installation set epoch = gen_random_uuid(), pruned_to = '0'`.execute(tx)
    await sql`delete from changes using consumers
      where name = ${consumer} and (pg_visible_in_snapshot(txid, split_part(cursor, '.', 2)::pg_snapshot)
        or pg_visible_in_snapshot(txid, nullif(split_part(cursor, '.', 3), '')::pg_snapshot)
          and id <= nullif(split_part(cursor, '.', 4), '')::bigint)`.execute(tx)
    await sql`update changes set txid = pg_current_xact_id()`.execute(tx)
    await sql`update consumers set cursor = ${cursorNow}, at = now() where name = ${consumer}`.execute(tx)
    return true
  })
}
