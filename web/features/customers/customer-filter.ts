import type { CustomerSort, CustomerWishes } from '#contract/customers'
import type { TalkState } from '#contract/deal-filter'
import { writeConditions } from '#contract/field-filter'
import type { FieldCondition } from '#contract/field-filter'

/** What narrows and sorts the list of customers; what is null or empty narrows nothing. */
export type CustomerFilter = {
  search: string
  customerStageIds: number[]
  /** 0 is nobody. */
  responsibleUserIds: number[]
  talks: TalkState | null
  nextFrom: string | null
  nextTo: string | null
  tagIds: number[]
  fields: FieldCondition[]
  sort: CustomerSort
  isAscending: boolean
}

export const noFilter: CustomerFilter = {
  search: '',
  customerStageIds: [],
  responsibleUserIds: [],
  talks: null,
  nextFrom: null,
  nextTo: null,
  tagIds: [],
  fields: [],
  sort: 'updated',
  isAscending: false,
}

type Query = {
  [
    Key in keyof Omit<CustomerWishes, 'stageId' | 'responsibleUserId' | 'tagId' | 'fields'>
  ]: CustomerWishes[Key]
} & {
  stageId?: string
  responsibleUserId?: string
  tagId?: string
  fields?: string
}

/** The filter as the server is asked. */
export function wishesOf(filter: CustomerFilter): Query {
  const { search, customerStageIds, responsibleUserIds, talks, nextFrom, nextTo, tagIds, fields } = filter
  return {
    ...(search !== '' && { search }),
    ...(customerStageIds.length > 0 && { stageId: customerStageIds.join(',') }),
    ...(responsibleUserIds.length > 0 && { responsibleUserId: responsibleUserIds.join(',') }),
    ...(talks !== null && { talks }),
    ...(nextFrom !== null && { nextFrom }),
    ...(nextTo !== null && { nextTo }),
    ...(tagIds.length > 0 && { tagId: tagIds.join(',') }),
    ...(fields.length > 0 && { fields: writeConditions(fields) }),
  }
}

/** How many things narrow the list, beside the search. */
export function countNarrowing({
  customerStageIds,
  responsibleUserIds,
  talks,
  nextFrom,
  nextTo,
  tagIds,
  fields,
}: CustomerFilter): number {
  return [
    customerStageIds.length > 0,
    responsibleUserIds.length > 0,
    talks !== null,
    nextFrom !== null || nextTo !== null,
    tagIds.length > 0,
    ...fields.map(() => true),
  ].filter(Boolean).length
}
