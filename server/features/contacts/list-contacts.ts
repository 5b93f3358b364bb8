import { sql, type RawBuilder } from 'kysely'
import type { ContactRow, ContactSort } from '#contract/contacts'
import type { FieldCondition } from '#contract/field-filter'
import { isOneOf, seesCompany, seesContact, type Viewer } from '#features/access'
import { fieldsMatch } from '#features/fields'
import { hasTag } from '#features/tags'
import { ofPeople } from '#lib/by-person'
import type { Read } from '#lib/db'
import { pageRows } from '#lib/keyset'
import { isSurvivor } from '#lib/survivors'
import { afterPlace, orderBy, type ContactOrder } from './contact-order.ts'
import { selectContactRows } from './contact-rows.ts'
import {
  contactMatches,
  plainContactSearch,
  readContactSearch,
  type ContactSearch,
} from './contact-search.ts'

export type ContactWishes = {
  search?: string | undefined
  responsibleUserId?: readonly number[] | undefined
  companyId?: number | undefined
  channelId?: readonly number[] | undefined
  hasChat?: 'yes' | 'no' | undefined
  isBlocked?: 'yes' | 'no' | undefined
  tagId?: readonly number[] | undefined
  fields?: readonly FieldCondition[] | undefined
}

export type ContactsRequest = ContactWishes & {
  sort?: ContactSort | undefined
  order?: 'asc' | 'desc' | undefined
  cursor?: string | undefined
  limit: number
}

/** One page of the contacts the viewer may see, last changed first unless told otherwise. */
export async function listContacts(
  db: Read,
  viewer: Viewer,
  { sort = 'updated', order = 'desc', cursor, limit, ...wishes }: ContactsRequest,
): Promise<{ items: ContactRow[]; next: string | null }> {
  const by = { sort, order }
  const source = await sourceOf(db, viewer, wishes, by, { cursor, limit })
  const found = await selectContactRows(
    db,
    sql`select k.*, row_number() over (${orderBy(by)}) as ord from (${source}) k ${orderBy(by)} limit ${pageRows(limit)}`,
    { viewer, sort },
  )
  const page = found.slice(0, limit)
  return {
    items: page.map(({ row }) => row),
    next: found.length > limit ? (page.at(-1)?.place ?? null) : null,
  }
}

/** The contacts of a page: of some people each person's by the index, else by their order; a search by its index finds few. */
async function sourceOf(
  db: Read,
  viewer: Viewer,
  { responsibleUserId, ...others }: ContactWishes,
  by: ContactOrder,
  { cursor, limit }: { cursor: string | undefined; limit: number },
): Promise<RawBuilder<unknown>> {
  const page = sql`${orderBy(by)} limit ${pageRows(limit)}`
  const search = await readContactSearch(db, viewer.accountId, 'contact', others.search)
  const isByIndex = search !== null && !search.isCommon
  const isByPerson = by.sort === 'updated' && !isByIndex
  const asked = isByPerson ? others : { ...others, responsibleUserId }
  const all = sql`select k.* from contacts k where ${await contactConditions(db, viewer, asked, search)}
    ${cursor === undefined ? sql`` : sql`and ${afterPlace(by, cursor)}`}`
  if (isByIndex) return all
  if (isByPerson && responsibleUserId) return ofPeople(all, 'k', responsibleUserId, page)
  const { isAdmin, rights } = viewer
  if (!isByPerson || isAdmin || rights.contacts.view === 'all') return sql`${all} ${page}`
  return sql`select k.* from users u cross join lateral (${all} and k.responsible_user_id = u.id ${page}) k
    where u.account_id = ${viewer.accountId} and ${isOneOf(viewer, rights.contacts.view, 'u')}`
}

/**
 * Which contacts `k` the viewer may see and has asked for; those merged into others are not there. `known`: how to look for what is
 * searched, where it is known.
 */
export async function contactConditions(
  db: Read,
  viewer: Viewer,
  wishes: ContactWishes,
  known: ContactSearch | null = null,
): Promise<RawBuilder<unknown>> {
  const { search, responsibleUserId, companyId, channelId, hasChat, isBlocked, tagId, fields } = wishes
  const found = known ?? (search ? await plainContactSearch(db, viewer.accountId, search) : null)
  const conditions = [
    sql`k.account_id = ${viewer.accountId} and ${isSurvivor('k')} and k.deleted_at is null`,
    seesContact(viewer, 'k'),
    ...(found ? [contactMatches(viewer.accountId, 'contact', found)] : []),
    ...(responsibleUserId ? [responsibleCondition(responsibleUserId)] : []),
    ...(companyId === undefined ? [] : [ofCompany(viewer, companyId)]),
    ...(channelId ? [writes(sql`c.channel_id = any(${channelId}::bigint[])`)] : []),
    ...(hasChat === undefined ? [] : [hasChat === 'yes' ? writes(sql`true`) : sql`not ${writes(sql`true`)}`]),
    ...(tagId ? [hasTag(viewer.accountId, 'contact', 'k', tagId)] : []),
    ...(fields ? [fieldsMatch(viewer, 'contact', 'k', fields)] : []),
    ...(isBlocked === undefined
      ? []
      : [isBlocked === 'yes' ? sql`k.blocked_at is not null` : sql`k.blocked_at is null`]),
  ]
  return sql.join(conditions, sql` and `)
}

/** 0 is nobody. */
function responsibleCondition(ids: readonly number[]): RawBuilder<unknown> {
  const people = ids.filter((id) => id !== 0)
  const some = sql`k.responsible_user_id = any(${people}::bigint[])`
  if (people.length === ids.length) return some
  return people.length === 0
    ? sql`k.responsible_user_id is null`
    : sql`(k.responsible_user_id is null or ${some})`
}

/** Of a company that the viewer sees, and of those merged into it: of any other one nobody is. */
function ofCompany(viewer: Viewer, companyId: number): RawBuilder<unknown> {
  return sql`k.company_id in (select kin.id from companies asked
    join companies b on b.account_id = asked.account_id and b.id = asked.root_id and b.deleted_at is null
    join companies kin on kin.account_id = b.account_id and kin.root_id = b.id
    where asked.account_id = ${viewer.accountId} and asked.id = ${companyId} and ${seesCompany(viewer, 'b')})`
}

function writes(where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`exists (select from contacts kin join chats c on c.account_id = kin.account_id and c.contact_id = kin.id
    where kin.account_id = k.account_id and kin.root_id = k.id and ${where})`
}
