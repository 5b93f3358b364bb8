import { Kysely, PostgresDialect } from 'kysely'
import type { DB } from '#db'
import type { Database, Read } from './db.ts'

/** What a query did: the tables it read whole, the most rows any of its steps looked at, and its steps, one a line. */
export type Plan = { scanned: string[]; rows: number; text: string }

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Node[]
}

/** Runs `work` on a handle that notes its queries, then lets the database say how each of them is executed. For tests. */
export async function explain({ pool }: Database, work: (db: Read) => Promise<unknown>): Promise<Plan[]> {
  const queries: { sql: string; parameters: unknown[] }[] = []
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => {
      queries.push({ sql: query.sql, parameters: [...query.parameters] })
    },
  })
  await work(db)
  const plans: Plan[] = []
  for (const { sql, parameters } of queries) {
    const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
      `explain (analyze, format json) ${sql}`,
      parameters,
    )
    const root = rows[0]?.['QUERY PLAN'][0].Plan
    if (!root) throw new Error('The database did not explain a query')
    const nodes = flatten(root)
    plans.push({
      // A step that was never come to has read nothing.
      scanned: nodes.flatMap((node) =>
        node['Node Type'] === 'Seq Scan' && node['Actual Loops'] > 0 ? [node['Relation Name'] ?? ''] : [],
      ),
      rows: Math.max(...nodes.map(rowsOf)),
      text: nodes.map(describe).join('\n'),
    })
  }
  return plans
}

function flatten(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)]
}

function describe(node: Node): string {
  const names = [node['Relation Name'], node['Index Name']].filter((name) => name !== undefined)
  return `${node['Node Type']} ${names.join(' by ')}: ${rowsOf(node)} rows`
}

/** Rows a step read, the ones it threw away included. */
function rowsOf(node: Node): number {
  const read = [node['Actual Rows'], node['Rows Removed by Filter'], node['Rows Removed by Index Recheck']]
  return read.reduce<number>((sum, rows) => sum + (rows ?? 0), 0) * node['Actual Loops']
}
