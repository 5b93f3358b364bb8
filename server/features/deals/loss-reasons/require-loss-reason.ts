import { sql } from 'kysely'
import type { StageView } from '#contract/pipelines'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'

/** Only a lost deal has a reason, one of the account's. Throws `loss_reason.not_found`, `request.invalid`. */
export async function requireLossReason(
  tx: Tx,
  accountId: number,
  kind: StageView['kind'],
  id: number,
): Promise<void> {
  if (kind !== 'lost') {
    const message = 'only a lost deal has a reason'
    throw new AppError('request.invalid', {
      fields: [{ path: 'lossReasonId', problem: 'not_lost', message }],
    })
  }
  // It may be deleted at this moment.
  const { rows } = await sql`select from loss_reasons where account_id = ${accountId} and id = ${id}
    for key share`.execute(tx)
  if (rows.length === 0) throw new AppError('loss_reason.not_found')
}
