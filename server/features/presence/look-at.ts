import { sql } from 'kysely'
import { seesConversation, type Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { change } from '#lib/events'

/** A window of a browser, for as long as its connection lives. */
export type Window = { windowId: string; nodeId: string }

/**
 * The window shows this conversation now (null: none any more). One that its user may not see is as good as none. Nothing is
 * written, and nobody told, when it shows what it did.
 */
export async function lookAt(
  tx: Tx,
  viewer: Viewer,
  { windowId, nodeId }: Window,
  number: number | null,
): Promise<void> {
  const { accountId, userId } = viewer
  const { rows: before } = await sql<{ number: number }>`
    delete from presences where account_id = ${accountId} and window_id = ${windowId}
      and number is distinct from ${number}::bigint returning number`.execute(tx)
  const { rows: after } = await sql<{ number: number }>`
    insert into presences (account_id, window_id, user_id, number, node_id)
    select ${accountId}, ${windowId}, ${userId}, v.number, ${nodeId} from conversations v
      where v.account_id = ${accountId} and v.number = ${number}::bigint and ${seesConversation(viewer, 'v')}
    on conflict do nothing returning number`.execute(tx)
  for (const one of [...before, ...after])
    await change(tx, { accountId, topic: 'presence', number: one.number })
}
