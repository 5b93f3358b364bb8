import { sql } from 'kysely'
import type { Db } from './db.ts'
import { describeError, type Log } from './log.ts'
import type { Freeing } from './nodes.ts'

/** Work that only one process may do at a time. `signal` aborts when the lease is lost or given back: stop then. */
export type Lease = { signal: AbortSignal; release(): Promise<void> }

export type Leases = {
  /** null: somebody holds it, maybe this very process. */
  take(name: string): Promise<Lease | null>
  /** Gives everything back. */
  close(): Promise<void>
}

const usualTtlMs = 30_000

type Held = { controller: AbortController; renewedAtMs: number }

/**
 * Leases of this process, all renewed by one statement. They run out by the database's clock after `ttlMs`; a process that
 * cannot renew stops its work well before another one may begin.
 */
export function createLeases(options: { db: Db; nodeId: string; log: Log; ttlMs?: number }): Leases {
  const { db, nodeId } = options
  const ttlMs = options.ttlMs ?? usualTtlMs
  const held = new Map<string, Held>()
  const taking = new Set<string>()

  const lose = (name: string): void => {
    held.get(name)?.controller.abort()
    held.delete(name)
  }
  async function renew(): Promise<void> {
    if (held.size === 0) return
    const startedAtMs = performance.now()
    try {
      const names = [...held.keys()]
      const kept = new Set(await renewRows(db, nodeId, names, ttlMs))
      for (const name of names) {
        const lease = held.get(name)
        if (lease && kept.has(name)) lease.renewedAtMs = startedAtMs
        else lose(name)
      }
    } catch (error) {
      options.log.warn(
        { error: describeError(error)['message'] },
        'leases could not be renewed; trying again',
      )
      for (const [name, lease] of held)
        if (performance.now() - lease.renewedAtMs > (ttlMs * 2) / 3) lose(name)
    }
  }
  const timer = setInterval(() => void renew(), ttlMs / 6)
  timer.unref()
  return {
    async take(name) {
      if (held.has(name) || taking.has(name)) return null
      taking.add(name)
      const startedAtMs = performance.now()
      const isTaken = await takeRow(db, nodeId, name, ttlMs).finally(() => taking.delete(name))
      if (!isTaken) return null
      const controller = new AbortController()
      held.set(name, { controller, renewedAtMs: startedAtMs })
      return {
        signal: controller.signal,
        async release() {
          if (held.get(name)?.controller !== controller) return
          lose(name)
          await giveBack(db, nodeId, [name])
        },
      }
    },
    async close() {
      clearInterval(timer)
      const names = [...held.keys()]
      for (const name of names) lose(name)
      await giveBack(db, nodeId, names)
    },
  }
}

async function takeRow(db: Db, nodeId: string, name: string, ttlMs: number): Promise<boolean> {
  const { rows } = await sql`
    insert into leases (name, node_id, until) values (${name}, ${nodeId}, now() + make_interval(secs => ${ttlMs / 1000}))
    on conflict (name) do update set node_id = excluded.node_id, until = excluded.until
      where leases.until < now() or leases.node_id = excluded.node_id
    returning name`.execute(db)
  return rows.length > 0
}

async function renewRows(db: Db, nodeId: string, names: string[], ttlMs: number): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    update leases set until = now() + make_interval(secs => ${ttlMs / 1000})
    where node_id = ${nodeId} and name = any(${names}::text[]) returning name`.execute(db)
  return rows.map((row) => row.name)
}

/** Best effort: a lease that cannot be given back runs out. */
async function giveBack(db: Db, nodeId: string, names: string[]): Promise<void> {
  if (names.length === 0) return
  await db
    .deleteFrom('leases')
    .where('node_id', '=', nodeId)
    .where('name', 'in', names)
    .execute()
    .catch(() => {})
}

/** What dead processes held is free at once. */
export const freeLeases: Freeing = async (tx, dead) => {
  if (dead.length === 0) return
  await tx
    .deleteFrom('leases')
    .where(
      'node_id',
      'in',
      dead.map((node) => node.id),
    )
    .execute()
}
