import { sql } from 'kysely'
import type { Change } from './changes.ts'
import { readChanges } from './changes.ts'
import type { ChangeTail } from './change-tail.ts'
import type { Db, Tx } from './db.ts'
import type { Log } from './log.ts'

/** What a feature does when facts and changes of others have happened: topic → work on all changes of that topic in a batch. */
export type Reactions = Record<string, (tx: Tx, changes: Change[]) => Promise<void>>

export type ReactionRunner = {
  /** Reacts to everything committed so far; resolves when nothing is left. Tests drain with it. */
  drain(): Promise<void>
  close(): Promise<void>
}

/**
 * Runs the reactions of one consumer exactly once per change: its place in the log moves in the transaction that does the
 * work, and the row of its place lets one node work at a time. A change on which a reaction throws is set aside in
 * failed_reactions and the rest goes on.
 */
export function startReactions(options: {
  name: string
  db: Db
  reactions: readonly Reactions[]
  tail: ChangeTail | null
  log: Log
  onDone?: () => void
}): ReactionRunner {
  let running: Promise<void> | null = null
  let isDirty = false
  let isClosed = false

  async function run(): Promise<void> {
    while (isDirty && !isClosed) {
      isDirty = false
      try {
        if (await step(options)) {
          isDirty = true
          options.onDone?.()
        }
      } catch (error) {
        options.log.error({ error: String(error), consumer: options.name }, 'reactions failed; trying again')
        break
      }
    }
  }
  function wake(): Promise<void> {
    isDirty = true
    running ??= run().finally(() => {
      running = null
    })
    return running
  }
  const unsubscribe = options.tail?.subscribe(() => void wake())
  void wake()
  return {
    drain: wake,
    async close() {
      isClosed = true
      unsubscribe?.()
      await running
    },
  }
}

type Step = { name: string; db: Db; reactions: readonly Reactions[]; log: Log }

/** @returns whether there was anything to react to. */
async function step(options: Step): Promise<boolean> {
  return options.db.transaction().execute(async (tx) => {
    const place = await lockPlace(tx, options.name)
    if (place === null) return false
    const read = await readChanges(tx, place)
    const topics = new Map<string, Change[]>()
    for (const change of read.changes) topics.set(change.topic, [...(topics.get(change.topic) ?? []), change])
    let hasWork = false
    for (const reactions of options.reactions) {
      for (const [topic, changes] of topics) {
        const react = reactions[topic]
        if (!react) continue
        hasWork = true
        await reactSafely(tx, options, react, changes)
      }
    }
    await sql`update consumers set cursor = ${read.cursor}, at = now() where name = ${options.name}`.execute(tx)
    return hasWork
  })
}

async function lockPlace(tx: Tx, name: string): Promise<string | null> {
  await sql`
    insert into consumers (name, cursor) select ${name}, epoch || '.' || pg_current_snapshot()::text from installation
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ cursor: string }>`
    select cursor from consumers where name = ${name} for update skip locked`.execute(tx)
  return rows[0]?.cursor ?? null
}

async function reactSafely(tx: Tx, options: Step, react: Reactions[string], changes: Change[]): Promise<void> {
  if (await isDone(tx, () => react(tx, changes))) return
  for (const change of changes) {
    const error = await failure(tx, () => react(tx, [change]))
    if (!error) continue
    options.log.error({ error, topic: change.topic, consumer: options.name }, 'a reaction failed; set aside')
    await tx
      .insertInto('failed_reactions')
      .values({ account_id: change.accountId, consumer: options.name, change: JSON.stringify(change), error })
      .execute()
  }
}

async function isDone(tx: Tx, work: () => Promise<void>): Promise<boolean> {
  return (await failure(tx, work)) === null
}

async function failure(tx: Tx, work: () => Promise<void>): Promise<string | null> {
  await sql`savepoint reaction`.execute(tx)
  try {
    await work()
    await sql`release savepoint reaction`.execute(tx)
    return null
  } catch (error) {
    await sql`rollback to savepoint reaction`.execute(tx)
    return String(error)
  }
}
