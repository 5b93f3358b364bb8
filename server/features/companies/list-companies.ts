import { sql, type RawBuilder } from 'kysely'
import type { CompanyRow } from '#contract/companies'
import type { FieldCondition } from '#contract/field-filter'
import { isOneOf, seesAllCompanies, seesCompany, type Viewer } from '#features/access'
import { contactMatches, plainContactSearch, readContactSearch, type ContactSearch } from '#features/contacts'
import { fieldsMatch } from '#features/fields'
import { hasTag } from '#features/tags'
import { ofPeople } from '#lib/by-person'
import type { Read } from '#lib/db'
import { pageRows, readPlace } from '#lib/keyset'
import { isSurvivor } from '#lib/survivors'
import { selectCompanyRows } from './company-rows.ts'

export type CompanyWishes = {
  search?: string | undefined
  responsibleUserId?: readonly number[] | undefined
  tagId?: readonly number[] | undefined
  fields?: readonly FieldCondition[] | undefined
}
export type CompaniesRequest = CompanyWishes & { cursor?: string | undefined; limit: number }

/** One page of the companies the viewer may see, last changed first. */
export async function listCompanies(
  db: Read,
  viewer: Viewer,
  { cursor, limit, ...wishes }: CompaniesRequest,
): Promise<{ items: CompanyRow[]; next: string | null }> {
  const source = await sourceOf(db, viewer, wishes, { cursor, limit })
  const found = await selectCompanyRows(
    db,
    sql`select b.*, row_number() over (order by b.updated_at desc, b.id desc) as ord
      from (${source}) b order by b.updated_at desc, b.id desc limit ${pageRows(limit)}`,
  )
  const page = found.slice(0, limit)
  return {
    items: page.map(({ row }) => row),
    next: found.length > limit ? (page.at(-1)?.place ?? null) : null,
  }
}

/** The companies of a page: of some people each person's by the index, else by their order; a search by its index finds few. */
async function sourceOf(
  db: Read,
  viewer: Viewer,
  { responsibleUserId, ...others }: CompanyWishes,
  { cursor, limit }: { cursor: string | undefined; limit: number },
): Promise<RawBuilder<unknown>> {
  const place = readPlace(cursor)
  const page = sql`order by b.updated_at desc, b.id desc limit ${pageRows(limit)}`
  const search = await readContactSearch(db, viewer.accountId, 'company', others.search)
  const isByIndex = search !== null && !search.isCommon
  const asked = isByIndex ? { ...others, responsibleUserId } : others
  const all = sql`select b.* from companies b where ${await companyConditions(db, viewer, asked, search)}
    ${place ? sql`and (b.updated_at, b.id) < (${place.at}, ${place.id}::bigint)` : sql``}`
  if (isByIndex) return all
  if (responsibleUserId) return ofPeople(all, 'b', responsibleUserId, page)
  if (seesAllCompanies(viewer)) return sql`${all} ${page}`
  return sql`select b.* from users u cross join lateral (${all} and b.responsible_user_id = u.id ${page}) b
    where u.account_id = ${viewer.accountId} and ${isOneOf(viewer, viewer.rights.companies.view, 'u')}`
}

/**
 * Which companies `b` the viewer may see and has asked for; those merged into others are not there. `known`: how to look for what is
 * searched, where it is known.
 */
export async function companyConditions(
  db: Read,
  viewer: Viewer,
  { search, responsibleUserId, tagId, fields }: CompanyWishes,
  known: ContactSearch | null = null,
): Promise<RawBuilder<unknown>> {
  const found = known ?? (search ? await plainContactSearch(db, viewer.accountId, search) : null)
  const conditions = [
    sql`b.account_id = ${viewer.accountId} and ${isSurvivor('b')} and b.deleted_at is null`,
    seesCompany(viewer, 'b'),
    ...(found ? [contactMatches(viewer.accountId, 'company', found)] : []),
    ...(tagId ? [hasTag(viewer.accountId, 'company', 'b', tagId)] : []),
    ...(fields ? [fieldsMatch(viewer, 'company', 'b', fields)] : []),
    // 0 is nobody.
    ...(responsibleUserId
      ? [sql`coalesce(b.responsible_user_id, 0) = any(${responsibleUserId}::bigint[])`]
      : []),
  ]
  return sql.join(conditions, sql` and `)
}
