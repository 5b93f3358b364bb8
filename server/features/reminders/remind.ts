import { sql } from 'kysely'
import { notify } from '#features/notifications'
import { inTransaction, type Db } from '#lib/db'
import { change } from '#lib/events'

type Due = { userId: number; number: number; contactId: number }

/** Reminds its user, once; what was cancelled or set to another time meanwhile is left alone. */
export async function remind(
  deps: { db: Db },
  { accountId, id, at }: { accountId: number; id: string; at: Date },
  now: Date,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { rows } = await sql<Due>`
      with told as (
        update reminders set told_at = ${now}
        where account_id = ${accountId} and id = ${id} and at = ${at} and told_at is null and cancelled_at is null
        returning user_id, number
      )
      select t.user_id as "userId", t.number, k.id as "contactId" from told t
      join conversations v on v.account_id = ${accountId} and v.number = t.number
      join contacts own on own.account_id = v.account_id and own.id = v.contact_id
      join contacts k on k.account_id = own.account_id and k.id = own.root_id`.execute(tx)
    const [due] = rows
    if (!due) return
    const { userId, number } = due
    await notify(tx, {
      accountId,
      kind: 'reminder',
      userIds: [userId],
      subject: `conversation:${number}`,
      number,
      contactId: due.contactId,
      byUserId: null,
      text: '',
      at,
    })
    await change(tx, { accountId, topic: 'reminder', userId, number })
  })
}
