import { sql } from 'kysely'
import type { CompanyView } from '#contract/companies'
import type { Road } from '#contract/events'
import type { TypedPoint } from '#contract/points'
import { mayDo, type Viewer } from '#features/access'
import { findCountry, readPoints, writePoints } from '#features/contacts'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit } from '#lib/events'
import { findCompanyView } from './company-view.ts'

export type CompanyWish = {
  name: string
  points: TypedPoint[]
  website?: string | null | undefined
  address?: string | null | undefined
}

/** Makes a company; its maker is responsible for it. Throws `session.forbidden`, `company.point_invalid`. */
export async function createCompany(
  tx: Tx,
  viewer: Viewer,
  wish: CompanyWish,
  now: Date,
  road: Road = 'hand',
): Promise<CompanyView> {
  const { accountId } = viewer
  const own = { userId: viewer.userId, groupId: viewer.groupId }
  if (!mayDo(viewer, 'companies', 'add', own)) throw new AppError('session.forbidden')
  const points = readPoints(wish.points, await findCountry(tx, accountId), 'company.point_invalid')
  const id = await insertCompany(tx, viewer, wish, now)
  await writePoints(tx, { accountId, kind: 'company', id }, points, now)
  await emit(tx, {
    accountId,
    type: 'company.created',
    actor: { kind: 'user', id: viewer.userId },
    road,
    subject: { kind: 'company', id },
    companyId: id,
    at: now,
  })
  const view = await findCompanyView(tx, viewer, id)
  if (!view) throw new AppError('session.forbidden')
  return view
}

async function insertCompany(tx: Tx, viewer: Viewer, wish: CompanyWish, now: Date): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into companies (account_id, id, root_id, name, website, address, responsible_user_id, created_at, updated_at)
    select ${viewer.accountId}, n, n, ${wish.name}, ${wish.website || null}, ${wish.address || null}, ${viewer.userId}, ${now}, ${now}
    from nextval('company_ids') n
    returning id`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('A company was not written')
  return id
}
