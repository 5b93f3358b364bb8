import { sql } from 'kysely'
import type { EntityKind } from '#contract/common'
import type { Read, Tx } from './db.ts'
import { idTaken } from './errors.ts'

/** What is made once; the check of `made_things` has the same words. */
export type MadeKind =
  | EntityKind
  | 'channel'
  | 'conversation_customer'
  | 'conversation_deal'
  | 'field'
  | 'field_choice'
  | 'field_group'
  | 'group'
  | 'import'
  | 'invitation'
  | 'loss_reason'
  | 'pipeline'
  | 'role'
  | 'stage'
  | 'tag'
  | 'task_type'

export type Asked = {
  accountId: number
  userId: number
  kind: MadeKind
  /** Made by the client; undefined: he cannot repeat it. */
  requestId: string | undefined
}

type Creating<View> = Asked & {
  now: Date
  make: () => Promise<View>
  find: (id: number) => Promise<View | null>
}

/**
 * Makes a thing, or finds the one that the same request of the same user has made before: also when both come at once, for the second
 * waits here until the first is committed or given up. Throws `request.invalid` when the id stands for something else.
 */
export async function createOnce<View extends { id: number }>(
  tx: Tx,
  { make, find, now, ...asked }: Creating<View>,
): Promise<View> {
  if (await isFirst(tx, asked, now)) {
    const view = await make()
    if (asked.requestId !== undefined) await keepId(tx, asked.accountId, asked.requestId, view.id)
    return view
  }
  const id = await findMade(tx, asked)
  const view = id === null ? null : await find(id)
  if (!view) throw idTaken('requestId')
  return view
}

type Adding<Answer> = Asked & { now: Date; add: () => Promise<Answer>; answer: () => Promise<Answer> }

/** The same for what answers with that to which it was added: a repeat answers this as it is now. */
export async function addOnce<Answer>(
  tx: Tx,
  { add, answer, now, ...asked }: Adding<Answer>,
): Promise<Answer> {
  if (await isFirst(tx, asked, now)) return add()
  await findMade(tx, asked)
  return answer()
}

/** What the same request has made before; null: nothing. Throws `request.invalid` when its id stands for something else. */
export async function findMade(db: Read, asked: Asked): Promise<number | null> {
  const { accountId, userId, kind, requestId } = asked
  if (requestId === undefined) return null
  const { rows } = await sql<{ id: number | null; isSame: boolean }>`
    select thing_id as id, user_id = ${userId} and kind = ${kind} as "isSame" from made_things
    where account_id = ${accountId} and request_id = ${requestId}`.execute(db)
  if (rows[0] && !rows[0].isSame) throw idTaken('requestId')
  return rows[0]?.id ?? null
}

async function isFirst(tx: Tx, asked: Asked, now: Date): Promise<boolean> {
  const { accountId, userId, kind, requestId } = asked
  if (requestId === undefined) return true
  const { numAffectedRows } = await sql`
    insert into made_things (account_id, request_id, user_id, kind, at)
    values (${accountId}, ${requestId}, ${userId}, ${kind}, ${now}) on conflict (account_id, request_id) do nothing`.execute(
    tx,
  )
  return numAffectedRows === 1n
}

async function keepId(tx: Tx, accountId: number, requestId: string, thingId: number): Promise<void> {
  await sql`update made_things set thing_id = ${thingId}
    where account_id = ${accountId} and request_id = ${requestId}`.execute(tx)
}
