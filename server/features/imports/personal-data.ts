import { sql, type RawBuilder } from 'kysely'
import type { PersonalData, PersonTrace } from '#lib/personal-data'

/** Rows of imports that made or changed one of these contacts. */
function namesOne({ accountId, contactIds }: PersonTrace): RawBuilder<boolean> {
  return sql<boolean>`r.account_id = ${accountId} and exists (
    select from jsonb_array_elements(r.made || r.changes || r.kept) one where one->>'kind' = 'contact'
      and (one->>'id')::bigint = any(${contactIds}::bigint[]))`
}

/** What an import keeps of a person, so that it can be undone, and the first lines of its file. */
export const personalData: PersonalData[] = [
  {
    kind: 'imports',
    async count(db, trace) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from import_rows r
        where ${namesOne(trace)} and (r.changes <> '[]' or r.kept <> '[]')`.execute(db)
      return rows[0]?.n ?? 0
    },
    async erase(tx, trace) {
      await sql`update imports i set columns = coalesce(
          (select jsonb_agg(one || '{"samples": []}'::jsonb) from jsonb_array_elements(i.columns) one), '[]')
        where i.account_id = ${trace.accountId} and i.id in (select r.import_id from import_rows r where ${namesOne(trace)})`.execute(
        tx,
      )
      await sql`update import_rows r set changes = '[]', kept = '[]'
        where ${namesOne(trace)} and (r.changes <> '[]' or r.kept <> '[]')`.execute(tx)
      await sql`delete from import_seen where account_id = ${trace.accountId} and value = any(${trace.ids}::text[])`.execute(
        tx,
      )
    },
  },
]
