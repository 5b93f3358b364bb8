import type pg from 'pg'
import type { Log } from './log.ts'

const lookEveryMs = 1000
const enoughRows = 50

/**
 * Gives young tables their first statistics within seconds. Autovacuum comes by once a minute; until then the planner knows
 * nothing of a new database and walks whole indexes. Once a table has statistics, autovacuum keeps them.
 */
export function startFirstStatistics(pool: pg.Pool, log: Log): () => void {
  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    analyzeYoungTables(pool)
      .catch((error: unknown) => log.warn({ error }, 'tables could not be analyzed'))
      .finally(() => (isLooking = false))
  }, lookEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** A table that has grown tenfold since it was looked at is young again. @returns the tables that were analyzed. */
async function analyzeYoungTables(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', s.schemaname, s.relname) as name from pg_stat_user_tables s join pg_class c on c.oid = s.relid
      where s.schemaname = 'public' and s.n_live_tup > greatest($1, 10 * c.reltuples) and s.n_mod_since_analyze > $1`,
    [enoughRows],
  )
  for (const { name } of rows) await pool.query(`analyze ${name}`)
  return rows.map((row) => row.name)
}
