import type { StageWish } from '#contract/conversation-filter'
import type { ConversationRow } from '#contract/conversations'
import { flattenPages as flatten, patchPages as pagesWith } from '../../lib/pages.ts'
import type { ListRules, Page } from '../../lib/pages.ts'
import type { ImboxFilter } from './list-filter.ts'

/** What the list shows; `userId` is whose "mine" it is. */
export type ListFilter = ImboxFilter & { userId: number }

export type ListPage = Page<ConversationRow>

/** Whether the row stands in the list by the server's rules, as far as a row tells: see `isServers`. */
export function isListed(row: ConversationRow, filter: ListFilter): boolean {
  const isOpen = row.closedAt === null
  const state = stateOf(filter)
  if (state !== 'any' && isOpen !== (state === 'open')) return false
  if (filter.read === 'read' && !row.isRead) return false
  if (filter.read === 'unread' && (row.isRead || !isOpen)) return false
  if (!isOfPreset(row, filter)) return false
  if (filter.channelId && !filter.channelId.includes(row.channel.id)) return false
  if (filter.way && row.way !== filter.way) return false
  if (filter.card && (row.card?.kind ?? 'none') !== filter.card) return false
  if (filter.stage && !filter.stage.some((stage) => standsIn(row, stage))) return false
  if (filter.responsibleUserId && !filter.responsibleGroupId) {
    if (!filter.responsibleUserId.includes(row.responsibleUserId ?? 0)) return false
  }
  const isWaiting = isOpen && row.waitingSince !== null
  return isWaiting || (filter.sort !== 'waiting' && filter.waitingLonger === undefined)
}

/** What only the server can judge: words, tags, groups, days of the account's calendar, how long it is by its clock. */
export function isServers(filter: ListFilter): boolean {
  const { search, tagId, responsibleGroupId, lastFrom, lastTo, waitingLonger } = filter
  const wishes = [search, tagId, responsibleGroupId, lastFrom, lastTo, waitingLonger || undefined]
  return wishes.some((wish) => wish !== undefined)
}

/** Open or closed ones, where the filter does not say, as the server has it. */
function stateOf({ preset, state, search, waitingLonger }: ListFilter): 'open' | 'closed' | 'any' {
  if (state !== 'closed' && (preset === 'unanswered' || waitingLonger !== undefined)) return 'open'
  const finds = search !== undefined || preset === 'starred' || preset === 'subscribed'
  return state ?? (finds ? 'any' : 'open')
}

function isOfPreset(row: ConversationRow, { preset, userId }: ListFilter): boolean {
  if (preset === 'mine') return row.responsibleUserId === userId
  if (preset === 'starred') return row.isStarred
  if (preset === 'subscribed') return row.isSubscribed
  return preset === 'open' || row.waitingSince !== null
}

function standsIn({ card }: ConversationRow, { pipelineId, stageId }: StageWish): boolean {
  return card?.pipelineId === pipelineId && (stageId === null || card.stageId === stageId)
}

/** The server's order: the newest message first, or who waits longest first. */
function compareRows(a: ConversationRow, b: ConversationRow, sort: ListFilter['sort']): number {
  if (sort === 'recent')
    return Date.parse(b.lastMessageAt) - Date.parse(a.lastMessageAt) || b.number - a.number
  return Date.parse(a.waitingSince ?? '') - Date.parse(b.waitingSince ?? '') || a.number - b.number
}

export const numberOf = (row: ConversationRow): number => row.number

/** The server's rules, as far as a row tells. */
export function rulesOf(filter: ListFilter): ListRules<ConversationRow> {
  return {
    keyOf: numberOf,
    isListed: (row) => isListed(row, filter),
    compare: (a, b) => compareRows(a, b, filter.sort),
    isSearch: isServers(filter),
  }
}

/** Pages with a changed row put where it belongs now. */
export const patchPages = (pages: ListPage[], row: ConversationRow, filter: ListFilter): ListPage[] =>
  pagesWith(pages, row, rulesOf(filter))

export const flattenPages = (pages: readonly ListPage[]): ConversationRow[] => flatten(pages, numberOf)
