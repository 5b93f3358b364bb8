import { sql } from 'kysely'
import type { Change, ChangeRead, Cursor } from './changes.ts'
import { cursorNow, isStateOnly, readPortion, takePortion, withoutDisk } from './changes.ts'
import type { ChangeTail } from './change-tail.ts'
import type { Db, Tx } from './db.ts'
import { isDatabaseAway } from './errors.ts'
import type { Log } from './log.ts'

/**
 * What a feature does when facts and changes of others have happened: topic → work on all changes of that topic in a portion. Topics
 * are taken in their order here. How far a message got, and nothing else of it, is told to browsers only.
 */
export type Reactions = Record<string, (tx: Tx, changes: Change[]) => Promise<void>>

export type ReactionRunner = {
  /** Reacts to everything committed so far. Tests drain with it. */
  drain(): Promise<void>
  close(): Promise<void>
}

/** How long it gathers before it looks. */
const gatherMs = 50
/** How long it rests after a portion: under a steady load a larger one is cheaper by the message, and a lone change waits for none. */
const restMs = 100
/** Changes that are none of a consumer's are passed by so often: its place must stay in the part of the log that is kept. */
const passByMs = 60_000
const tryAgainMs = 1000
/** However much a mass change tells, it is worked through in portions that memory and a transaction can bear. */
const mostAtOnce = 5000

/**
 * Runs the reactions of one consumer exactly once per change: its place in the log moves in the transaction that does the
 * work, and the row of its place lets one node work at a time. A change on which a reaction throws is set aside in
 * failed_reactions and the rest goes on; where it is the database that could not just now, all is tried again.
 */
export function startReactions(options: {
  name: string
  db: Db
  reactions: readonly Reactions[]
  tail: ChangeTail | null
  log: Log
  onDone?: () => void
  /** Does without the changes when they are lost: the log was pruned, or the database is a restored copy. */
  onLost?: (tx: Tx) => Promise<void>
}): ReactionRunner {
  let running: Promise<void> | null = null
  let isDirty = false
  let isClosed = false
  let isNewMeanwhile = false
  let timer: NodeJS.Timeout | null = null
  let dueAt = Number.POSITIVE_INFINITY
  let restsUntil = 0
  const place: Place = { last: null }

  async function run(): Promise<void> {
    while (isDirty && !isClosed) {
      isDirty = false
      try {
        const done = await step(options, place)
        if (done === 'work' || done === 'more') {
          restsUntil = performance.now() + restMs
          options.onDone?.()
        }
        if (done === 'more') isDirty = true
        // Whoever is at work may die over it, and nobody is told of that.
        if (done === 'held' && options.tail) wakeWithin(tryAgainMs)
      } catch (error) {
        options.log.error({ error: String(error), consumer: options.name }, 'reactions failed; trying again')
        if (options.tail) wakeWithin(tryAgainMs)
        return
      }
    }
  }
  async function wake(): Promise<void> {
    isDirty = true
    // A run that is at work may have read before this call's changes: one more look is due.
    while (isDirty && !isClosed) {
      running ??= run().finally(() => {
        running = null
        if (isNewMeanwhile) wakeSoon()
      })
      await running
    }
  }
  /** What comes while a portion is being worked at waits for the next one. */
  function wakeSoon(): void {
    isNewMeanwhile = running !== null
    if (!isNewMeanwhile) wakeWithin(Math.max(gatherMs, restsUntil - performance.now()))
  }
  function wakeWithin(ms: number): void {
    const at = performance.now() + ms
    if (at >= dueAt || isClosed) return
    if (timer) clearTimeout(timer)
    dueAt = at
    timer = setTimeout(() => {
      dueAt = Number.POSITIVE_INFINITY
      void wake()
    }, ms)
  }
  const topics = new Set(topicsOf(options.reactions))
  const concerns = (change: Change): boolean => topics.has(change.topic) && !isStateOnly(change)
  /** A flood is answered in portions. */
  const unsubscribe = options.tail?.subscribe((changes) => {
    if (changes?.some(concerns) === false) wakeWithin(passByMs)
    else wakeSoon()
  })
  void wake()
  return {
    drain: wake,
    async close() {
      isClosed = true
      if (timer) clearTimeout(timer)
      unsubscribe?.()
      await running
    },
  }
}

/** Where the consumer stood when this node last worked for it; another may have gone on since. */
type Place = { last: Cursor | null }

type Step = {
  name: string
  db: Db
  reactions: readonly Reactions[]
  log: Log
  onLost?: (tx: Tx) => Promise<void>
}

function topicsOf(reactions: readonly Reactions[]): string[] {
  return [...new Set(reactions.flatMap(Object.keys))]
}

/** `more`: a portion was done, and there may be another. `held`: another node is at work. */
type Done = 'work' | 'more' | 'nothing' | 'held'

async function step(options: Step, place: Place): Promise<Done> {
  try {
    return await attempt(options, place, false)
  } catch (error) {
    options.log.warn(
      { error: String(error), consumer: options.name },
      'a portion of changes failed; taking them one by one',
    )
    return attempt(options, place, true)
  }
}

async function attempt(options: Step, place: Place, isOneByOne: boolean): Promise<Done> {
  const [done, cursor] = await options.db.transaction().execute(async (tx): Promise<[Done, Cursor?]> => {
    const read = await takeNew(tx, options, place)
    if (read === null) return ['held']
    if (read === 'nothing') return ['nothing']
    if (read.isTooOld) await doWithout(tx, options)
    const topics = Map.groupBy(read.changes, (change) => change.topic)
    let hasWork = false
    for (const reactions of options.reactions) {
      for (const [topic, react] of Object.entries(reactions)) {
        const changes = topics.get(topic)
        if (!changes) continue
        hasWork = true
        if (isOneByOne) await reactSafely(tx, options, react, changes)
        else await react(tx, changes)
      }
    }
    if (read.changes.length === mostAtOnce) return ['more', read.cursor]
    return [hasWork ? 'work' : 'nothing', read.cursor]
  })
  if (cursor !== undefined) place.last = cursor
  return done
}

/** What is new to the consumer, whose place is moved behind it. @returns null when another node is at work */
async function takeNew(
  tx: Tx,
  { name, reactions }: Step,
  { last }: Place,
): Promise<ChangeRead | 'nothing' | null> {
  const wanted = { topics: topicsOf(reactions), most: mostAtOnce }
  const taken = last === null ? null : await takePortion(tx, { consumer: name, cursor: last, ...wanted })
  if (taken) return taken
  const cursor = await lockPlace(tx, name)
  if (cursor === null) return null
  const read = await readPortion(tx, cursor, wanted)
  if (read.cursor === cursor) return 'nothing'
  await sql`update consumers set cursor = ${read.cursor}, at = now() where name = ${name}`.execute(tx)
  return read
}

async function doWithout(tx: Tx, { name, log, onLost }: Step): Promise<void> {
  log.warn({ consumer: name }, 'changes are lost to it: they were too old, or of a copy of this database')
  await onLost?.(tx)
}

/** The row of the consumer's place, made at the first look; null: another node is at work. */
async function lockPlace(tx: Tx, name: string): Promise<string | null> {
  const { rows } = await sql<{ cursor: string }>`
    select cursor, ${withoutDisk} from consumers where name = ${name} for update skip locked`.execute(tx)
  const [row] = rows
  if (row) return row.cursor
  const made = await sql<{ cursor: string }>`
    insert into consumers (name, cursor) values (${name}, ${cursorNow})
    on conflict do nothing returning cursor`.execute(tx)
  return made.rows[0]?.cursor ?? null
}

/** Each change in a savepoint of its own; one on which the reaction throws is set aside. Throws when the database could not just now. */
async function reactSafely(
  tx: Tx,
  options: Step,
  react: Reactions[string],
  changes: Change[],
): Promise<void> {
  for (const change of changes) {
    const error = await failure(tx, () => react(tx, [change]))
    if (error === null) continue
    options.log.error({ error, topic: change.topic, consumer: options.name }, 'a reaction failed; set aside')
    await tx
      .insertInto('failed_reactions')
      .values({ account_id: change.accountId, consumer: options.name, change: JSON.stringify(change), error })
      .execute()
  }
}

async function failure(tx: Tx, work: () => Promise<void>): Promise<string | null> {
  await sql`savepoint reaction`.execute(tx)
  try {
    await work()
    await sql`release savepoint reaction`.execute(tx)
    return null
  } catch (error) {
    // A deadlock, a connection that broke, a full disk: nothing is wrong with the change.
    if (isDatabaseAway(error)) throw error
    await sql`rollback to savepoint reaction`.execute(tx)
    return String(error)
  }
}
