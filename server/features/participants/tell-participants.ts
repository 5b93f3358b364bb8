import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { Principal } from '#contract/participants'
import type { Tx } from '#lib/db'
import { change } from '#lib/events'

/** Tells live who of them sees the card now, or no longer. */
export async function tellParticipants(
  tx: Tx,
  { accountId, card }: { accountId: number; card: CardRef },
  touched: readonly Principal[],
): Promise<void> {
  const idsOf = (kind: Principal['kind']): number[] =>
    touched.filter((one) => one.kind === kind).map(({ id }) => id)
  const { rows } = await sql<{ id: number }>`select id from users where account_id = ${accountId}
    and (id = any(${idsOf('user')}::bigint[]) or group_id = any(${idsOf('group')}::bigint[])) order by id`.execute(
    tx,
  )
  await change(tx, {
    accountId,
    topic: 'participants',
    card,
    patch: { userIds: rows.map(({ id }) => id) },
  })
}
