import { z } from 'zod'
import { sql } from 'kysely'
import { notify } from '#features/notifications'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { change } from '#lib/events'
import type { Jobs } from '#lib/jobs'
import { addDone, endHandOver, lockHandOver, type HandOverRow } from './queries.ts'
import { things } from './things.ts'

type JobDeps = { db: Db; clock: Clock }
const payload = z.object({ accountId: z.number(), id: z.string() })
type Payload = z.output<typeof payload>

/** So many at a time: others wait for their locks no longer than a moment, and what was done stays done when a process dies. */
const portion = 50

export function jobs(deps: JobDeps): Jobs {
  return {
    'hand-over.go': async (given) => {
      const asked = payload.parse(given)
      while (await inTransaction(deps.db, (tx) => givePortion(tx, asked, deps.clock())));
    },
  }
}

/** @returns whether there may be more. */
async function givePortion(tx: Tx, { accountId, id }: Payload, now: Date): Promise<boolean> {
  const row = await lockHandOver(tx, accountId, id)
  if (!row || row.endedAt !== null) return false
  const given = (await isReceived(tx, accountId, row)) ? await giveSome(tx, accountId, row, now) : 0
  await (given > 0 ? addDone(tx, accountId, id, given) : end(tx, accountId, row, now))
  await change(tx, { accountId, topic: 'hand_overs' })
  return given > 0
}

/** Who is to get it may have left meanwhile: then the rest stays where it is. */
async function isReceived(tx: Tx, accountId: number, { toUserId }: HandOverRow): Promise<boolean> {
  if (toUserId === null) return true
  const { rows } = await sql`select from users where account_id = ${accountId} and id = ${toUserId}
    and status = 'active' for key share`.execute(tx)
  return rows.length > 0
}

async function giveSome(tx: Tx, accountId: number, row: HandOverRow, now: Date): Promise<number> {
  const { fromUserId, toUserId, startedBy } = row
  const giving = { accountId, fromUserId, toUserId, byUserId: startedBy, most: portion, now }
  for (const { what, give } of things) {
    const given = row.what.includes(what) ? await give(tx, giving) : 0
    if (given > 0) return given
  }
  return 0
}

/** Of deals and contacts whoever gets them is told by themselves. */
const toldApart: ReadonlySet<string> = new Set(['deals', 'contacts', 'conversations'])

/** Who got something else is told once, however much it was. */
async function end(tx: Tx, accountId: number, row: HandOverRow, now: Date): Promise<void> {
  await endHandOver(tx, accountId, row.id, now)
  if (row.toUserId === null || row.done === 0 || row.what.some((one) => toldApart.has(one))) return
  await notify(tx, {
    accountId,
    kind: 'assignment',
    userIds: [row.toUserId],
    subject: `many:${row.startedBy}`,
    byUserId: row.startedBy,
    text: '',
    count: row.done,
    at: now,
  })
}
