import { dealFilter, dealSorts, talkStates, taskStates } from '#contract/deal-filter'
import type { DealFilter, TalkState } from '#contract/deal-filter'
import type { listDeals } from '#contract/deals'
import type { EndpointInput } from '#contract/endpoint'
import { readConditions, writeConditions } from '#contract/field-filter'

export type { DealFilter } from '#contract/deal-filter'

export const noFilter: DealFilter = {
  search: '',
  pipelineId: null,
  stageIds: [],
  responsibleUserIds: [],
  talks: null,
  tasks: null,
  channelIds: [],
  createdFrom: null,
  createdTo: null,
  closedFrom: null,
  closedTo: null,
  budgetFrom: null,
  budgetTo: null,
  tagIds: [],
  fields: [],
  sort: 'updated',
  isAscending: false,
}

/** How many of the choices narrow what is shown. The pipeline is chosen beside the title. */
export function countChoices(filter: DealFilter): number {
  return [
    filter.stageIds.length > 0,
    filter.responsibleUserIds.length > 0,
    filter.talks !== null,
    filter.tasks !== null,
    filter.channelIds.length > 0,
    filter.createdFrom !== null || filter.createdTo !== null,
    filter.closedFrom !== null || filter.closedTo !== null,
    filter.budgetFrom !== null || filter.budgetTo !== null,
    filter.tagIds.length > 0,
    ...filter.fields.map(() => true),
  ].filter(Boolean).length
}

/** Everything of the filter that is not the place one looks at: what "reset" takes away. */
export const noChoices: Partial<DealFilter> = {
  stageIds: [],
  responsibleUserIds: [],
  talks: null,
  tasks: null,
  channelIds: [],
  createdFrom: null,
  createdTo: null,
  closedFrom: null,
  closedTo: null,
  budgetFrom: null,
  budgetTo: null,
  tagIds: [],
  fields: [],
}

type Wishes = Pick<
  EndpointInput<typeof listDeals>,
  | 'search'
  | 'pipelineId'
  | 'stageId'
  | 'responsibleUserId'
  | 'talks'
  | 'tasks'
  | 'channelId'
  | 'createdFrom'
  | 'createdTo'
  | 'closedFrom'
  | 'closedTo'
  | 'budgetFrom'
  | 'budgetTo'
  | 'tagId'
  | 'fields'
>

/** What the server is asked for. */
export function wishesOf(filter: DealFilter): Wishes {
  const { createdFrom, createdTo, closedFrom, closedTo, budgetFrom, budgetTo } = filter
  const { search, pipelineId, stageIds, responsibleUserIds, talks, tasks, channelIds, tagIds, fields } =
    filter
  return {
    ...(search !== '' && { search }),
    ...(pipelineId !== null && { pipelineId }),
    ...(stageIds.length > 0 && { stageId: stageIds.join(',') }),
    ...(responsibleUserIds.length > 0 && { responsibleUserId: responsibleUserIds.join(',') }),
    ...(talks !== null && { talks }),
    ...(tasks !== null && { tasks }),
    ...(channelIds.length > 0 && { channelId: channelIds.join(',') }),
    ...(createdFrom !== null && { createdFrom }),
    ...(createdTo !== null && { createdTo }),
    ...(closedFrom !== null && { closedFrom }),
    ...(closedTo !== null && { closedTo }),
    ...(budgetFrom !== null && { budgetFrom }),
    ...(budgetTo !== null && { budgetTo }),
    ...(tagIds.length > 0 && { tagId: tagIds.join(',') }),
    ...(fields.length > 0 && { fields: writeConditions(fields) }),
  }
}

/** The filter as it stands in the address, so that it can be sent to a colleague. */
export function filterToSearch(filter: DealFilter): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(wishesOf(filter))) {
    query.set(key, String(value))
  }
  if (filter.sort !== 'updated') query.set('sort', filter.sort)
  if (filter.isAscending) query.set('order', 'asc')
  return query.toString().replaceAll('%2C', ',')
}

/** Reads an address; what in it makes no sense is left out. */
export function searchToFilter(search: string): DealFilter {
  const query = new URLSearchParams(search)
  const ids = (key: string): number[] => (query.get(key) ?? '').split(',').filter(Boolean).map(Number)
  const number = (key: string): number | null => {
    const text = query.get(key)
    return text === null || text === '' ? null : Number(text)
  }
  const asked: Record<keyof DealFilter, unknown> = {
    search: query.get('search') ?? '',
    pipelineId: number('pipelineId'),
    stageIds: ids('stageId'),
    responsibleUserIds: ids('responsibleUserId'),
    talks: talkStates.find((state) => state === query.get('talks')) ?? null,
    tasks: taskStates.find((state) => state === query.get('tasks')) ?? null,
    channelIds: ids('channelId'),
    createdFrom: query.get('createdFrom'),
    createdTo: query.get('createdTo'),
    closedFrom: query.get('closedFrom'),
    closedTo: query.get('closedTo'),
    budgetFrom: number('budgetFrom'),
    budgetTo: number('budgetTo'),
    tagIds: ids('tagId'),
    fields: readConditions(query.get('fields') ?? '') ?? [],
    sort: dealSorts.find((sort) => sort === query.get('sort')) ?? 'updated',
    isAscending: query.get('order') === 'asc',
  }
  const whole = dealFilter.safeParse(asked)
  if (whole.success) return whole.data
  const broken = new Set(whole.error.issues.map(({ path }) => String(path[0])))
  const sound = Object.fromEntries(Object.entries(asked).filter(([key]) => !broken.has(key)))
  return dealFilter.parse({ ...noFilter, ...sound })
}

/** The state of a deal's conversations (R4). */
export function talksOf(deal: { unreadConversations: number; conversations: number }): TalkState {
  if (deal.unreadConversations > 0) return 'unread'
  return deal.conversations > 0 ? 'read' : 'none'
}
