import { sql } from 'kysely'
import type { ContactView } from '#contract/contacts'
import type { Road } from '#contract/events'
import type { TypedPoint } from '#contract/points'
import { holdCompany, mayDo, type Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit } from '#lib/events'
import { findContactView } from './contact-view.ts'
import { findCountry } from './find-country.ts'
import { readPoints } from './read-points.ts'
import { writePoints } from './write-points.ts'

export type ContactWish = { name: string; points: TypedPoint[]; companyId?: number | null | undefined }

/**
 * Makes a contact by hand; its maker is responsible for it. Throws `session.forbidden`, `contact.point_invalid`,
 * `company.not_found`.
 */
export async function createContact(
  tx: Tx,
  viewer: Viewer,
  input: ContactWish,
  now: Date,
  road: Road = 'hand',
): Promise<ContactView> {
  const { accountId } = viewer
  const own = { userId: viewer.userId, groupId: viewer.groupId }
  if (!mayDo(viewer, 'contacts', 'add', own)) throw new AppError('session.forbidden')
  const points = readPoints(input.points, await findCountry(tx, accountId))
  const wished = input.companyId ?? null
  const companyId = wished === null ? null : await holdCompany(tx, viewer, wished)
  const id = await insertContact(tx, viewer, { name: input.name, companyId }, now)
  await writePoints(tx, { accountId, kind: 'contact', id }, points, now)
  await emit(tx, {
    accountId,
    type: 'contact.created',
    actor: { kind: 'user', id: viewer.userId },
    road,
    subject: { kind: 'contact', id },
    contactId: id,
    at: now,
  })
  const view = await findContactView(tx, viewer, id)
  if (!view) throw new AppError('session.forbidden')
  return view
}

async function insertContact(
  tx: Tx,
  viewer: Viewer,
  { name, companyId }: { name: string; companyId: number | null },
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into contacts (account_id, id, root_id, name, name_source, responsible_user_id, company_id, created_at, updated_at)
    select ${viewer.accountId}, n, n, ${name}, 'user', ${viewer.userId}, ${companyId}::bigint, ${now}, ${now}
    from nextval('contact_ids') n
    returning id`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('A contact was not written')
  return id
}
