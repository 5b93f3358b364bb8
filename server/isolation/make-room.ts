import { sql } from 'kysely'
import type { Db } from '#lib/db'

/** What an account may have only so many of. */
const counted = ['roles', 'groups', 'task_types', 'uploads']

/** Takes away what earlier calls have left of it, as far as nothing else needs it. */
export async function makeRoom(db: Db, accountId: number): Promise<void> {
  for (const table of counted) {
    await sql`do ${sql.lit(`
      declare r record;
      begin
        for r in select ctid from ${table} where account_id = ${accountId} ${table === 'roles' ? "and kind = 'custom'" : ''} loop
          begin
            delete from ${table} where ctid = r.ctid;
          exception when foreign_key_violation then null;
          end;
        end loop;
      end`)}`.execute(db)
  }
}
