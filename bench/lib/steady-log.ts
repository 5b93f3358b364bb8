import pg from 'pg'

const files = 16

/**
 * Brings PostgreSQL's log to where a server that runs has it: its files have been written once and are written again. A young one
 * adds a file for every 16 MB, for each of which everybody waits some 25 ms, at half load every nine seconds.
 *
 * @param connectionString of a role that may end a file of the log, and call for a checkpoint
 */
export async function makeLogSteady(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  for (let count = 0; count < files; count += 1) {
    await client.query(`select pg_logical_emit_message(false, 'bench', 'full')`)
    await client.query('select pg_switch_wal()')
  }
  await client.query('checkpoint')
  await client.end()
}
