import type { ConversationRow, Preset } from '#contract/conversations'

/** What the list shows; `userId` is whose "mine" it is. */
export type ListFilter = {
  preset: Preset
  read: 'any' | 'read' | 'unread'
  sort: 'recent' | 'waiting'
  search: string
  userId: number
}

/** One loaded page and the cursor of the one under it. */
export type ListPage = { items: ConversationRow[]; next: string | null }

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
export function compareRows(a: ConversationRow, b: ConversationRow, sort: ListFilter['sort']): number {
  if (sort === 'recent')
    return Date.parse(b.lastMessageAt) - Date.parse(a.lastMessageAt) || b.number - a.number
  return Date.parse(a.waitingSince ?? '') - Date.parse(b.waitingSince ?? '') || a.number - b.number
}

/**
 * Pages with a changed row put where it belongs now: taken out, and put back if it is still listed. A row that would stand
 * under the last loaded one is left to the page that is not loaded yet; with a search only rows already there are changed,
 * for only the server knows what matches.
 */
export function patchPages(pages: ListPage[], row: ConversationRow, filter: ListFilter): ListPage[] {
  const wasThere = pages.some((page) => page.items.some((item) => item.number === row.number))
  const rest = wasThere ? removeRow(pages, row.number) : pages
  if (!isListed(row, filter) || (filter.search !== '' && !wasThere)) return rest
  return insertRow(rest, row, filter)
}

export function removeRow(pages: ListPage[], number: number): ListPage[] {
  return pages.map((page) => {
    const items = page.items.filter((item) => item.number !== number)
    return items.length === page.items.length ? page : { ...page, items }
  })
}

function insertRow(pages: ListPage[], row: ConversationRow, filter: ListFilter): ListPage[] {
  const target = pages.findIndex((page) => page.items.some((item) => compareRows(row, item, filter.sort) < 0))
  if (target === -1 && pages.at(-1)?.next !== null) return pages
  const index = target === -1 ? pages.length - 1 : target
  return pages.map((page, at) => (at === index ? withRow(page, row, filter) : page))
}

function withRow(page: ListPage, row: ConversationRow, filter: ListFilter): ListPage {
  const place = page.items.findIndex((item) => compareRows(row, item, filter.sort) < 0)
  const at = place === -1 ? page.items.length : place
  return { ...page, items: [...page.items.slice(0, at), row, ...page.items.slice(at)] }
}

/** All rows of the pages once each, the first place winning: a row that moved up while a lower page was loading is in both. */
export function flattenPages(pages: readonly ListPage[]): ConversationRow[] {
  const rows = new Map<number, ConversationRow>()
  for (const page of pages) {
    for (const row of page.items) if (!rows.has(row.number)) rows.set(row.number, row)
  }
  return [...rows.values()]
}
