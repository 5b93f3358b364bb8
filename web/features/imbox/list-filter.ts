import { conversationFilterQuery, conversationSort } from '#contract/conversation-filter'
import type { ConversationFilter } from '#contract/conversation-filter'
import type { listConversations } from '#contract/conversations'
import type { EndpointInput } from '#contract/endpoint'
import type { ImboxFilter } from '#contract/saved-views'

export type { ImboxFilter } from '#contract/saved-views'

export const noFilter: ImboxFilter = { preset: 'open', read: 'any', sort: 'recent' }

/** Everything of the filter but the tab and the order: what "reset" takes away. */
export const noChoices: Partial<ImboxFilter> = {
  read: 'any',
  state: undefined,
  way: undefined,
  card: undefined,
  lastFrom: undefined,
  lastTo: undefined,
  channelId: undefined,
  stage: undefined,
  responsibleUserId: undefined,
  responsibleGroupId: undefined,
  tagId: undefined,
  waitingLonger: undefined,
}

/** What can be chosen in the panel, each of which narrows the list by itself. */
export const choices = [
  'read',
  'state',
  'channelId',
  'stage',
  'responsible',
  'waiting',
  'card',
  'way',
  'tagId',
  'period',
] as const
export type ChoiceName = (typeof choices)[number]

/** Which of them are made. */
export function choicesOf(filter: ImboxFilter): ChoiceName[] {
  const isMade: Record<ChoiceName, boolean> = {
    read: filter.read !== 'any',
    state: filter.state !== undefined,
    channelId: filter.channelId !== undefined,
    stage: filter.stage !== undefined,
    responsible: filter.responsibleUserId !== undefined || filter.responsibleGroupId !== undefined,
    waiting: filter.waitingLonger !== undefined,
    card: filter.card !== undefined,
    way: filter.way !== undefined,
    tagId: filter.tagId !== undefined,
    period: filter.lastFrom !== undefined || filter.lastTo !== undefined,
  }
  return choices.filter((name) => isMade[name])
}

/** The filter without one choice. */
export function without(name: ChoiceName): Partial<ImboxFilter> {
  if (name === 'read') return { read: 'any' }
  if (name === 'responsible') return { responsibleUserId: undefined, responsibleGroupId: undefined }
  if (name === 'waiting') return { waitingLonger: undefined }
  if (name === 'period') return { lastFrom: undefined, lastTo: undefined }
  return { [name]: undefined }
}

/** What the list holds, without its order: sorted by waiting it has those who wait, and nobody else. */
export function heldBy({ sort, ...filter }: ImboxFilter): ConversationFilter {
  return sort === 'waiting' ? { ...filter, waitingLonger: filter.waitingLonger ?? 0 } : filter
}

type Wishes = Omit<EndpointInput<typeof listConversations>, 'cursor' | 'limit'>

/** What the server is asked for, which is what stands in the address. */
export function wishesOf(filter: ImboxFilter): Wishes {
  const { channelId, stage, responsibleUserId, responsibleGroupId, tagId, search, ...rest } = filter
  return {
    ...rest,
    ...(search && { search }),
    ...(channelId && { channelId: channelId.join(',') }),
    ...(stage && {
      stage: stage
        .map(({ pipelineId, stageId }) => (stageId === null ? pipelineId : `${pipelineId}:${stageId}`))
        .join(','),
    }),
    ...(responsibleUserId && { responsibleUserId: responsibleUserId.join(',') }),
    ...(responsibleGroupId && { responsibleGroupId: responsibleGroupId.join(',') }),
    ...(tagId && { tagId: tagId.join(',') }),
  }
}

/** The filter as it stands in the address, so that it can be sent to a colleague; what is usual is left out. */
export function filterToSearch(filter: ImboxFilter): string {
  const query = new URLSearchParams()
  const usual = new Map(Object.entries(noFilter))
  for (const [key, value] of Object.entries(wishesOf(filter))) {
    const isSaid = typeof value === 'string' || typeof value === 'number'
    if (isSaid && value !== usual.get(key)) query.set(key, String(value))
  }
  return query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
}

/** Reads an address by the rules of the server; what in it makes no sense is left out. */
export function searchToFilter(search: string): ImboxFilter {
  const query = new URLSearchParams(search)
  const shape = { ...conversationFilterQuery, sort: conversationSort.default('recent') }
  const read = <Value>(
    key: keyof typeof shape,
    schema: { safeParse: (text: unknown) => { success: boolean; data?: Value } },
  ): Value | undefined => {
    const text = query.get(key)
    return text === null || text === '' ? undefined : schema.safeParse(text).data
  }
  return withoutNothing({
    preset: read('preset', shape.preset) ?? noFilter.preset,
    read: read('read', shape.read) ?? noFilter.read,
    sort: read('sort', shape.sort) ?? noFilter.sort,
    state: read('state', shape.state),
    way: read('way', shape.way),
    card: read('card', shape.card),
    lastFrom: read('lastFrom', shape.lastFrom),
    lastTo: read('lastTo', shape.lastTo),
    search: read('search', shape.search),
    waitingLonger: read('waitingLonger', shape.waitingLonger),
    channelId: read('channelId', shape.channelId),
    stage: read('stage', shape.stage),
    responsibleUserId: read('responsibleUserId', shape.responsibleUserId),
    responsibleGroupId: read('responsibleGroupId', shape.responsibleGroupId),
    tagId: read('tagId', shape.tagId),
  })
}

/** The same filter has the same words, whatever was chosen and taken back before. */
export function withoutNothing(filter: ImboxFilter): ImboxFilter {
  const cleaned: ImboxFilter = { ...filter }
  if (!cleaned.search) delete cleaned.search
  for (const key of ['state', 'way', 'card', 'lastFrom', 'lastTo', 'waitingLonger'] as const) {
    if (cleaned[key] === undefined) delete cleaned[key]
  }
  for (const key of ['channelId', 'stage', 'responsibleUserId', 'responsibleGroupId', 'tagId'] as const) {
    if (!cleaned[key]?.length) delete cleaned[key]
  }
  return cleaned
}
