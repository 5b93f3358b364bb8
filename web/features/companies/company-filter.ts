import type { listCompanies } from '#contract/companies'
import type { EndpointInput } from '#contract/endpoint'
import { readConditions, writeConditions } from '#contract/field-filter'
import type { FieldCondition } from '#contract/field-filter'
import { addressIds } from '../../lib/address-ids.ts'

/** What the list of companies shows. What is empty narrows nothing. */
export type CompanyFilter = {
  search: string
  /** 0 is nobody. */
  responsibleUserIds: number[]
  tagIds: number[]
  fields: FieldCondition[]
}

export const noFilter: CompanyFilter = { search: '', responsibleUserIds: [], tagIds: [], fields: [] }

/** How many of the choices narrow what is shown. */
export function countChoices({ responsibleUserIds, tagIds, fields }: CompanyFilter): number {
  return Number(responsibleUserIds.length > 0) + Number(tagIds.length > 0) + fields.length
}

type Wishes = Pick<EndpointInput<typeof listCompanies>, 'search' | 'responsibleUserId' | 'tagId' | 'fields'>

/** What the server is asked for. */
export function wishesOf({ search, responsibleUserIds, tagIds, fields }: CompanyFilter): Wishes {
  return {
    ...(search !== '' && { search }),
    ...(responsibleUserIds.length > 0 && { responsibleUserId: responsibleUserIds.join(',') }),
    ...(tagIds.length > 0 && { tagId: tagIds.join(',') }),
    ...(fields.length > 0 && { fields: writeConditions(fields) }),
  }
}

/** The filter as it stands in the address, so that it can be sent to a colleague. */
export function filterToSearch(filter: CompanyFilter): string {
  const { search, responsibleUserIds, tagIds, fields } = filter
  const parts = { search, responsible: responsibleUserIds.join(','), tag: tagIds.join(',') }
  const query = new URLSearchParams({ ...parts, fields: writeConditions(fields) })
  return new URLSearchParams([...query].filter(([, value]) => value !== '')).toString()
}

/** What stands in an address; what makes no sense there narrows nothing. */
export function searchToFilter(search: string): CompanyFilter {
  const query = new URLSearchParams(search)
  return {
    search: (query.get('search') ?? '').slice(0, 100),
    responsibleUserIds: addressIds(query.get('responsible')),
    tagIds: addressIds(query.get('tag')),
    fields: readConditions(query.get('fields') ?? '') ?? [],
  }
}
