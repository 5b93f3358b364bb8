import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import { inTransaction, type Db } from '#lib/db'
import { notifyResponsible } from './notify-responsible.ts'

type Due = { id: number; text: string; card: CardRef | null; contactId: number | null; userId: number }

/** Tells the responsible of an open task that it is due, once, with the time at which it is, however late this runs. */
export async function tellDue(
  deps: { db: Db },
  { accountId, taskId, at }: { accountId: number; taskId: number; at: Date },
  now: Date,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { rows } = await sql<Due>`
      update tasks set reminded_at = ${now}
      where account_id = ${accountId} and id = ${taskId} and remind_at = ${at} and reminded_at is null
        and completed_at is null and deleted_at is null
      returning id, text, contact_id as "contactId", responsible_user_id as "userId",
        case when card_id is null then null else jsonb_build_object('kind', card_kind, 'id', card_id) end as card`.execute(
      tx,
    )
    const [task] = rows
    if (task)
      await notifyResponsible(tx, 'task', task, { accountId, userId: task.userId, byUserId: null, at })
  })
}
