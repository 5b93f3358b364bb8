import type { ContactSort } from '#contract/contacts'
import type { ContactRow } from '#contract/contacts'
import { LiveRows } from '../../lib/live-rows.ts'
import type { ContactFilter } from './contact-filter.ts'

const lists = ['contacts', 'list'] as const
export const contactListKey = (filter: ContactFilter): readonly [...typeof lists, ContactFilter] => [
  ...lists,
  filter,
]

export const contactIdOf = (row: ContactRow): number => row.id

export const liveContacts = new LiveRows<ContactRow, ContactFilter>({
  key: lists,
  keyOf: contactIdOf,
  rulesOf: (filter) => ({
    keyOf: contactIdOf,
    isListed: (row) => isListed(row, filter),
    compare: (a, b) => (filter.isAscending ? 1 : -1) * (compareBy(filter.sort, a, b) || a.id - b.id),
    // In which channels somebody writes and what stands in custom fields only the server knows.
    isSearch: filter.search !== '' || filter.channelIds.length > 0 || filter.fields.length > 0,
  }),
  isFilter: (part): part is ContactFilter =>
    typeof part === 'object' && part !== null && 'search' in part && 'companyId' in part,
})

/** 0 is nobody. */
function isListed(
  row: ContactRow,
  { responsibleUserIds, companyId, hasChat, isBlocked, tagIds }: ContactFilter,
): boolean {
  return (
    (responsibleUserIds.length === 0 || responsibleUserIds.includes(row.responsibleUserId ?? 0)) &&
    (companyId === null || row.company?.id === companyId) &&
    (tagIds.length === 0 || row.tags.some(({ id }) => tagIds.includes(id))) &&
    (hasChat === null || (hasChat === 'yes') === row.channels.length > 0) &&
    (isBlocked === null || (isBlocked === 'yes') === row.isBlocked)
  )
}

function compareBy(sort: ContactSort, a: ContactRow, b: ContactRow): number {
  if (sort === 'updated') return Date.parse(a.updatedAt) - Date.parse(b.updatedAt)
  if (sort === 'created') return Date.parse(a.createdAt) - Date.parse(b.createdAt)
  // As the database compares names: letter by letter, whatever the language.
  const [one, other] = [a.name.toLowerCase(), b.name.toLowerCase()]
  return one === other ? 0 : one < other ? -1 : 1
}
