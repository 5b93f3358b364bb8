import type pg from 'pg'

type Index = { name: string; definition: string }

/**
 * Runs `work`, which fills these tables, without their indexes, and makes them anew afterwards: a world of millions of rows is
 * written in a third of the time. Keys stay, since what is written leans on them.
 */
export async function withoutIndexes(
  pool: pg.Pool,
  tables: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const { rows: indexes } = await pool.query<Index>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indrelid = any($1::text[]::regclass[]) and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
    [tables],
  )
  for (const { name } of indexes) await pool.query(`drop index "${name}"`)
  try {
    await work()
  } finally {
    for (const { definition } of indexes) await pool.query(definition)
  }
}
