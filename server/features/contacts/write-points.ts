import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import type { Point } from './read-points.ts'

/**
 * Replaces the phones and e-mails of a contact by these, in their order; the first of a kind is the primary one. What was
 * there before keeps who vouches for it.
 */
export async function writePoints(
  tx: Tx,
  contact: { accountId: number; id: number },
  points: Point[],
  now: Date,
): Promise<void> {
  const primary = new Set([
    points.find((point) => point.kind === 'phone'),
    points.find((point) => point.kind === 'email'),
  ])
  const rows = points.map((point, place) => ({ ...point, place, isPrimary: primary.has(point) }))
  await sql`
    delete from contact_points p where p.account_id = ${contact.accountId} and p.contact_id = ${contact.id}
      and (p.kind, p.normal) not in (select kind, normal from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r(kind text, normal text))`.execute(
    tx,
  )
  // The order is kept in the time of adding: a microsecond apart.
  await sql`
    insert into contact_points (account_id, contact_id, kind, normal, shown, is_primary, created_at)
    select ${contact.accountId}, ${contact.id}, kind, normal, shown, "isPrimary",
      ${now}::timestamptz + place * interval '1 microsecond'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r(kind text, normal text, shown text, "isPrimary" boolean, place int)
    on conflict (account_id, contact_id, kind, normal) do update set
      shown = excluded.shown, is_primary = excluded.is_primary, created_at = excluded.created_at`.execute(tx)
}

/** The phones and e-mails of a contact as events tell them. */
export async function findPoints(tx: Tx, contact: { accountId: number; id: number }): Promise<Point[]> {
  const { rows } = await sql<Point>`
    select kind, normal, shown from contact_points where account_id = ${contact.accountId} and contact_id = ${contact.id}
    order by kind desc, is_primary desc, created_at, normal`.execute(tx)
  return rows
}
