import { sql } from 'kysely'
import type { TestDatabase } from '#lib/test-database'

/** What processes write about themselves is no answer to anybody. */
const ofProcesses = ['nodes', 'leases', 'consumers', 'migrations']

/**
 * From now on each row that is written in any table is counted, in the transaction that writes it: what is rolled back counts
 * for nothing. @returns how many there were so far.
 */
export async function countWrites({ db }: TestDatabase): Promise<() => Promise<number>> {
  await sql`create table written_rows (n bigint not null)`.execute(db)
  await sql`insert into written_rows values (0)`.execute(db)
  await sql`create function count_written_row() returns trigger language plpgsql as
    'begin update written_rows set n = n + 1; return null; end'`.execute(db)
  const { rows } = await sql<{
    name: string
  }>`select tablename as name from pg_tables where schemaname = 'public'
    and tablename <> all(${[...ofProcesses, 'written_rows']}::text[])`.execute(db)
  for (const { name } of rows)
    await sql`create trigger count_written_row after insert or update or delete on ${sql.table(name)}
      for each row execute function count_written_row()`.execute(db)
  return async () => {
    const counted = await sql<{ n: number }>`select n from written_rows`.execute(db)
    return counted.rows[0]?.n ?? 0
  }
}
