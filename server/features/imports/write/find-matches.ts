import { sql } from 'kysely'
import { seesCompany, seesContact, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { likeExactly } from '#lib/like'
import type { EntityWish, WishedPoint } from '../read/row-wish.ts'

/** More than one match is one too many: which they are is not asked. */
const enough = 2

/** Contacts that the viewer sees with one of these phones or e-mails; of merged ones the surviving. */
export async function findContacts(
  db: Read,
  viewer: Viewer,
  points: readonly WishedPoint[],
): Promise<number[]> {
  if (points.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    select distinct k.id from unnest(${points.map(({ kind }) => kind)}::text[], ${points.map(({ normal }) => normal)}::text[]) w(kind, normal)
    join contact_points p on p.account_id = ${viewer.accountId} and p.kind = w.kind and p.normal = w.normal
    join contacts own on own.account_id = p.account_id and own.id = p.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    where k.deleted_at is null and k.erased_at is null and ${seesContact(viewer, 'k')} limit ${enough}`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

/** Companies that the viewer sees with one of these phones or e-mails, or with this very name. */
export async function findCompanies(
  db: Read,
  viewer: Viewer,
  { name, points }: Pick<EntityWish, 'name' | 'points'>,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select b.id from companies b where b.account_id = ${viewer.accountId} and b.deleted_at is null and ${seesCompany(viewer, 'b')}
      and b.id in (
        select own.root_id from unnest(${points.map(({ kind }) => kind)}::text[], ${points.map(({ normal }) => normal)}::text[]) w(kind, normal)
          join company_points p on p.account_id = ${viewer.accountId} and p.kind = w.kind and p.normal = w.normal
          join companies own on own.account_id = p.account_id and own.id = p.company_id
        union select named.root_id from companies named where named.account_id = ${viewer.accountId}
          and lower(named.name) like ${likeExactly(name ?? '')} and named.deleted_at is null)
    limit ${enough}`.execute(db)
  return rows.map(({ id }) => id)
}
