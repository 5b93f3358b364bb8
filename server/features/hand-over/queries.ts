import { sql } from 'kysely'
import { handedKind, type HandedKind, type HandOverView } from '#contract/hand-over'
import { isDatabaseError, type Read, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'

export type HandOverRow = {
  id: string
  fromUserId: number
  toUserId: number | null
  what: HandedKind[]
  total: number
  done: number
  startedBy: number
  startedAt: Date
  endedAt: Date | null
}

const columns = sql`id, from_user_id as "fromUserId", to_user_id as "toUserId", what, total, done, started_by as "startedBy",
  started_at as "startedAt", ended_at as "endedAt"`

/** The newest one of somebody. */
export async function findHandOverOf(
  db: Read,
  accountId: number,
  userId: number,
): Promise<HandOverRow | null> {
  const { rows } = await sql<HandOverRow>`select ${columns} from hand_overs
    where account_id = ${accountId} and from_user_id = ${userId} order by started_at desc, id desc limit 1`.execute(
    db,
  )
  return rows[0] ?? null
}

export async function lockHandOver(tx: Tx, accountId: number, id: string): Promise<HandOverRow | null> {
  const { rows } = await sql<HandOverRow>`select ${columns} from hand_overs
    where account_id = ${accountId} and id = ${id} for update`.execute(tx)
  return rows[0] ?? null
}

/** Throws `hand_over.running` when somebody else began to hand over the same colleague's at the same moment. */
export async function insertHandOver(
  tx: Tx,
  accountId: number,
  { id, fromUserId, toUserId, what, total, startedBy, startedAt }: HandOverRow,
): Promise<void> {
  try {
    await sql`insert into hand_overs (account_id, id, from_user_id, to_user_id, what, total, started_by, started_at)
      values (${accountId}, ${id}, ${fromUserId}, ${toUserId}, ${what}::text[], ${total}, ${startedBy}, ${startedAt})`.execute(
      tx,
    )
  } catch (error) {
    if (!isDatabaseError(error) || error.constraint !== 'hand_overs_running') throw error
    throw new AppError('hand_over.running')
  }
}

export async function addDone(tx: Tx, accountId: number, id: string, more: number): Promise<void> {
  await sql`update hand_overs set done = done + ${more} where account_id = ${accountId} and id = ${id}`.execute(
    tx,
  )
}

export async function endHandOver(tx: Tx, accountId: number, id: string, now: Date): Promise<void> {
  await sql`update hand_overs set ended_at = ${now} where account_id = ${accountId} and id = ${id}`.execute(
    tx,
  )
}

export async function hasUser(db: Read, accountId: number, userId: number): Promise<boolean> {
  const { rows } = await sql`select from users where account_id = ${accountId} and id = ${userId}`.execute(db)
  return rows.length > 0
}

export function toHandOverView(row: HandOverRow): HandOverView {
  return {
    id: row.id,
    toUserId: row.toUserId,
    what: row.what.map((one) => handedKind.parse(one)),
    total: row.total,
    done: row.done,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}
