import { sql } from 'kysely'
import { uuidv7 } from './crypto.ts'
import { inTransaction, type Db, type Tx } from './db.ts'
import type { Log } from './log.ts'

export type DeadNode = { id: string; workerIds: string[] }

/**
 * Frees what dead processes held, in the transaction that forgets them. Called at every look, also when nobody has died: what
 * a process wrote with its last breath may come to light after it was forgotten.
 */
export type Freeing = (tx: Tx, dead: DeadNode[]) => Promise<void>

export type Node = {
  /** This run of this process. */
  id: string
  /** Looks for dead nodes now. */
  sweep(): Promise<void>
  close(): Promise<void>
}

const beatMs = 5_000
const sweepMs = 10_000
const silentSeconds = 20

/**
 * Registers this process, keeps its heartbeat, and frees what processes silent for 20 s held. An earlier run on the same
 * machine id (one DATA_DIR runs one process) is dead for certain and freed at once.
 */
export async function startNode(options: {
  db: Db
  machineId: string
  roles: string[]
  freeings: readonly Freeing[]
  log: Log
  onFreed?: () => void
}): Promise<Node> {
  const id = uuidv7()
  await options.db
    .insertInto('nodes')
    .values({ id, machine_id: options.machineId, roles: options.roles })
    .execute()

  async function beat(): Promise<void> {
    await sql`
      insert into nodes (id, machine_id, roles) values (${id}, ${options.machineId}, ${options.roles})
      on conflict (id) do update set beat_at = now()`.execute(options.db)
  }
  async function sweep(): Promise<void> {
    const freed = await inTransaction(options.db, async (tx) => {
      const { rows } = await sql<DeadNode>`
        delete from nodes where id <> ${id}
          and (machine_id = ${options.machineId} or beat_at < now() - make_interval(secs => ${silentSeconds}))
        returning id, worker_ids as "workerIds"`.execute(tx)
      for (const free of options.freeings) await free(tx, rows)
      return rows.map((row) => row.id)
    })
    if (freed.length === 0) return
    options.log.warn({ nodes: freed }, 'freed what dead processes held')
    options.onFreed?.()
  }
  const quietly = (work: () => Promise<void>) => (): void => {
    work().catch((error: unknown) =>
      options.log.warn({ error: String(error) }, 'heartbeat failed; trying again'),
    )
  }
  await sweep()
  const timers = [setInterval(quietly(beat), beatMs), setInterval(quietly(sweep), sweepMs)]
  return {
    id,
    sweep,
    async close() {
      for (const timer of timers) clearInterval(timer)
      await options.db
        .deleteFrom('nodes')
        .where('id', '=', id)
        .execute()
        .catch(() => {})
    },
  }
}
