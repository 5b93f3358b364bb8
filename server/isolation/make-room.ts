import { sql } from 'kysely'
import type { Db } from '#lib/db'
import type { Things } from './test-things.ts'

/** What an account may have only so many of, and which of it stays. */
const counted = (keep: Things): [table: string, kept: number | string][] => [
  ['roles', keep.customRoleId],
  ['groups', keep.groupId],
  ['task_types', keep.taskTypeId],
  ['uploads', keep.uploadId],
]

/** Takes away what earlier calls have left of it, as far as nothing else needs it. */
export async function makeRoom(db: Db, accountId: number, keep: Things): Promise<void> {
  for (const [table, kept] of counted(keep)) {
    await sql`do ${sql.lit(`
      declare r record;
      begin
        for r in select ctid from ${table} where account_id = ${accountId} and id <> '${kept}'
          ${table === 'roles' ? "and kind = 'custom'" : ''} loop
          begin
            delete from ${table} where ctid = r.ctid;
          exception when foreign_key_violation then null;
          end;
        end loop;
      end`)}`.execute(db)
  }
}
