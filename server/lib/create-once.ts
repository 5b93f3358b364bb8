import { sql } from 'kysely'
import type { EntityKind } from '#contract/common'
import type { Tx } from './db.ts'
import { idTaken } from './errors.ts'

export type Creating<View> = {
  accountId: number
  userId: number
  kind: EntityKind
  /** Made by the client; undefined: he cannot repeat it. */
  requestId: string | undefined
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
  { accountId, userId, kind, requestId, now, make, find }: Creating<View>,
): Promise<View> {
  if (requestId === undefined) return make()
  const { numAffectedRows } = await sql`
    insert into made_things (account_id, request_id, user_id, kind, at)
    values (${accountId}, ${requestId}, ${userId}, ${kind}, ${now}) on conflict (account_id, request_id) do nothing`.execute(
    tx,
  )
  if (numAffectedRows === 1n) {
    const view = await make()
    await sql`update made_things set thing_id = ${view.id}
      where account_id = ${accountId} and request_id = ${requestId}`.execute(tx)
    return view
  }
  const { rows } = await sql<{ id: number }>`select thing_id as id from made_things
    where account_id = ${accountId} and request_id = ${requestId} and user_id = ${userId} and kind = ${kind}`.execute(
    tx,
  )
  const view = rows[0] ? await find(rows[0].id) : null
  if (view) return view
  throw idTaken('requestId')
}
