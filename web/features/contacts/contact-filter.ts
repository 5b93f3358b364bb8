import { contactSorts } from '#contract/contacts'
import type { ContactSort, listContacts } from '#contract/contacts'
import type { EndpointInput } from '#contract/endpoint'
import { readConditions, writeConditions } from '#contract/field-filter'
import type { FieldCondition } from '#contract/field-filter'
import { addressIds } from '../../lib/address-ids.ts'

/** What the list of contacts shows. What is empty or null narrows nothing. */
export type ContactFilter = {
  search: string
  responsibleUserIds: number[]
  companyId: number | null
  channelIds: number[]
  hasChat: 'yes' | 'no' | null
  isBlocked: 'yes' | 'no' | null
  tagIds: number[]
  fields: FieldCondition[]
  sort: ContactSort
  isAscending: boolean
}

export const noFilter: ContactFilter = {
  search: '',
  responsibleUserIds: [],
  companyId: null,
  channelIds: [],
  hasChat: null,
  isBlocked: null,
  tagIds: [],
  fields: [],
  sort: 'updated',
  isAscending: false,
}

/** How many of the choices narrow what is shown. */
export function countChoices(filter: ContactFilter): number {
  return [
    filter.responsibleUserIds.length > 0,
    filter.companyId !== null,
    filter.channelIds.length > 0,
    filter.hasChat !== null,
    filter.isBlocked !== null,
    filter.tagIds.length > 0,
    ...filter.fields.map(() => true),
  ].filter(Boolean).length
}

type Wishes = Omit<EndpointInput<typeof listContacts>, 'cursor' | 'limit'>

/** What the server is asked for. */
export function wishesOf(filter: ContactFilter): Wishes {
  const { search, responsibleUserIds, companyId, channelIds, hasChat, isBlocked, tagIds, fields, sort } =
    filter
  return {
    ...(search !== '' && { search }),
    ...(responsibleUserIds.length > 0 && { responsibleUserId: responsibleUserIds.join(',') }),
    ...(companyId !== null && { companyId }),
    ...(channelIds.length > 0 && { channelId: channelIds.join(',') }),
    ...(hasChat !== null && { hasChat }),
    ...(isBlocked !== null && { isBlocked }),
    ...(tagIds.length > 0 && { tagId: tagIds.join(',') }),
    ...(fields.length > 0 && { fields: writeConditions(fields) }),
    sort,
    order: filter.isAscending ? 'asc' : 'desc',
  }
}

/** The filter as it stands in the address, so that it can be sent to a colleague. */
export function filterToSearch(filter: ContactFilter): string {
  const query = new URLSearchParams()
  const put = (key: string, value: string): void => {
    if (value !== '') query.set(key, value)
  }
  put('search', filter.search)
  put('responsible', filter.responsibleUserIds.join(','))
  put('company', filter.companyId === null ? '' : String(filter.companyId))
  put('channel', filter.channelIds.join(','))
  put('chat', filter.hasChat ?? '')
  put('blocked', filter.isBlocked ?? '')
  put('tag', filter.tagIds.join(','))
  put('fields', writeConditions(filter.fields))
  if (filter.sort !== noFilter.sort || filter.isAscending) {
    put('sort', `${filter.isAscending ? '' : '-'}${filter.sort}`)
  }
  return query.toString()
}

/** What stands in an address; what makes no sense there narrows nothing. */
export function searchToFilter(search: string): ContactFilter {
  const query = new URLSearchParams(search)
  const ids = (key: string): number[] => addressIds(query.get(key))
  const flag = (key: string): 'yes' | 'no' | null => {
    const value = query.get(key)
    return value === 'yes' || value === 'no' ? value : null
  }
  const sort = query.get('sort') ?? `-${noFilter.sort}`
  return {
    search: (query.get('search') ?? '').slice(0, 100),
    responsibleUserIds: ids('responsible'),
    companyId: ids('company')[0] || null,
    channelIds: ids('channel'),
    hasChat: flag('chat'),
    isBlocked: flag('blocked'),
    tagIds: ids('tag'),
    fields: readConditions(query.get('fields') ?? '') ?? [],
    sort: contactSorts.find((each) => each === sort.replace('-', '')) ?? noFilter.sort,
    isAscending: query.has('sort') && !sort.startsWith('-'),
  }
}
