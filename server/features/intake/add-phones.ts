import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import { readPhone } from '#features/contacts'

/** A number shared by the person's own button is vouched for by the messenger; it becomes primary when there is none. */
export async function addPhones(
  tx: Tx,
  accountId: number,
  phones: { contactId: number; phone: string }[],
): Promise<void> {
  for (const { contactId, phone } of phones) {
    const read = readPhone(phone, 'US')
    if (!read) continue
    await sql`
      insert into contact_points (account_id, contact_id, kind, normal, shown, is_primary, verified_by)
      values (${accountId}, ${contactId}, 'phone', ${read.normal}, ${read.shown}, not exists (
        select from contact_points p where p.account_id = ${accountId} and p.contact_id = ${contactId} and p.kind = 'phone'), 'messenger')
      on conflict (account_id, contact_id, kind, normal) do update set verified_by = 'messenger'`.execute(tx)
    await sql`update contacts set updated_at = now() where account_id = ${accountId} and id = ${contactId}`.execute(
      tx,
    )
  }
}
