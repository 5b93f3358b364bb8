import type { Preset } from '#contract/conversation-filter'
import type { ConversationRow } from '#contract/conversations'
import {
  flattenPages as flatten,
  patchPages as pagesWith,
  removeRow as pagesWithout,
} from '../../lib/pages.ts'
import type { Page } from '../../lib/pages.ts'

/** What the list shows; `userId` is whose "mine" it is. */
export type ListFilter = {
  preset: Preset
  read: 'any' | 'read' | 'unread'
  sort: 'recent' | 'waiting'
  search: string
  userId: number
}

export type ListPage = Page<ConversationRow>

/**
 * Whether the row stands in the list by the server's rules. A search finds closed conversations too; only open ones are unread,
 * and sorted by waiting the list holds only those who wait.
 */
export function isListed(row: ConversationRow, filter: ListFilter): boolean {
  const isOpen = row.closedAt === null
  if (!isOpen && filter.search === '') return false
  if (filter.read === 'read' && !row.isRead) return false
  if (filter.read === 'unread' && (row.isRead || !isOpen)) return false
  if (filter.preset === 'mine' && row.responsibleUserId !== filter.userId) return false
  const onlyWaiting = filter.preset === 'unanswered' || filter.sort === 'waiting'
  return !onlyWaiting || (isOpen && row.waitingSince !== null)
}

/** The server's order: the newest message first, or who waits longest first. */
function compareRows(a: ConversationRow, b: ConversationRow, sort: ListFilter['sort']): number {
  if (sort === 'recent')
    return Date.parse(b.lastMessageAt) - Date.parse(a.lastMessageAt) || b.number - a.number
  return Date.parse(a.waitingSince ?? '') - Date.parse(b.waitingSince ?? '') || a.number - b.number
}

const numberOf = (row: ConversationRow): number => row.number

/** Pages with a changed row put where it belongs now. */
export function patchPages(pages: ListPage[], row: ConversationRow, filter: ListFilter): ListPage[] {
  return pagesWith(pages, row, {
    keyOf: numberOf,
    isListed: (each) => isListed(each, filter),
    compare: (a, b) => compareRows(a, b, filter.sort),
    isSearch: filter.search !== '',
  })
}

export const removeRow = (pages: ListPage[], number: number): ListPage[] =>
  pagesWithout(pages, number, numberOf)

export const flattenPages = (pages: readonly ListPage[]): ConversationRow[] => flatten(pages, numberOf)
