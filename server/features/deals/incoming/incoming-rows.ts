import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { IncomingOutcome, Settled } from '#contract/incoming-leads'
import type { Read, Tx } from '#lib/db'

export type Settling = {
  accountId: number
  dealId: number
  outcome: IncomingOutcome
  byUserId: number
  /** What it was linked to. */
  target?: CardRef | undefined
  now: Date
}

/** Writes down what became of an incoming lead. One that was put into the stage by hand has no row until now. */
export async function settleRow(tx: Tx, settling: Settling): Promise<void> {
  const { accountId, dealId, outcome, byUserId, target, now } = settling
  await sql`
    insert into incoming_leads as l (account_id, deal_id, received_at, outcome, settled_by, settled_at, target_kind, target_id)
    select account_id, id, created_at, ${outcome}, ${byUserId}, ${now}, ${target?.kind ?? null}, ${target?.id ?? null}::bigint
    from deals where account_id = ${accountId} and id = ${dealId}
    on conflict (account_id, deal_id) do update set outcome = excluded.outcome, settled_by = excluded.settled_by,
      settled_at = excluded.settled_at, target_kind = excluded.target_kind, target_id = excluded.target_id`.execute(
    tx,
  )
}

/** A deal that is put among the incoming leads waits there again. */
export async function reopenRow(tx: Tx, accountId: number, dealId: number, now: Date): Promise<void> {
  await sql`
    insert into incoming_leads as l (account_id, deal_id, received_at) values (${accountId}, ${dealId}, ${now})
    on conflict (account_id, deal_id) do update set outcome = null, settled_by = null, settled_at = null,
      target_kind = null, target_id = null`.execute(tx)
}

/** What became of an incoming lead; null: it waits, or there never was one. */
export async function findSettled(db: Read, accountId: number, dealId: number): Promise<Settled | null> {
  const { rows } = await sql<Omit<Settled, 'at'> & { at: Date }>`
    select l.outcome, l.settled_by as "byUserId", u.name as "byName", l.settled_at as at,
      case when l.target_id is null then null else jsonb_build_object('kind', l.target_kind, 'id', l.target_id) end as target
    from incoming_leads l left join users u on u.account_id = l.account_id and u.id = l.settled_by
    where l.account_id = ${accountId} and l.deal_id = ${dealId} and l.outcome is not null`.execute(db)
  const [row] = rows
  return row ? { ...row, at: row.at.toISOString() } : null
}
