import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { ConversationDetail, ConversationRow } from '#contract/conversations'
import { isServers, patchPages, removeRow } from './list-rules.ts'
import type { ListFilter, ListPage } from './list-rules.ts'

export type ListData = InfiniteData<ListPage, string | undefined>

const lists = ['conversations', 'list'] as const
export const listKey = (filter: ListFilter): readonly [...typeof lists, ListFilter] => [...lists, filter]
export const detailKey = (number: number): readonly ['conversations', 'detail', number] => [
  'conversations',
  'detail',
  number,
]

/** Rows that were put in lately: they are newer than a page or an answer that was asked for before them. */
const recent = new Map<number, { row: ConversationRow; at: number; turn: number }>()
const recentMs = 60_000
/** How often a row was put in: tells what came after what within a millisecond, too. */
let turn = 0

/** Puts a changed row into every loaded list by that list's rules, and into the opened conversation. */
export function applyRow(client: QueryClient, row: ConversationRow): void {
  const now = Date.now()
  for (const [number, kept] of recent) if (now - kept.at > recentMs) recent.delete(number)
  turn += 1
  recent.set(row.number, { row, at: now, turn })
  patchLists(client, (pages, filter) => patchPages(pages, row, filter))
  client.setQueryData<ConversationDetail>(detailKey(row.number), (detail) => detail && { ...detail, row })
}

/**
 * Does something that is answered with the row, and shows it, unless the row was put in anew meanwhile: by a live frame, or by
 * something that was done next and has an answer of its own. What was done here comes by a live frame too, after all of these.
 */
export async function askRow(
  client: QueryClient,
  ask: () => Promise<ConversationRow>,
): Promise<ConversationRow> {
  const asked = turn
  const answer = await ask()
  const last = recent.get(answer.number)
  if (!last || last.turn <= asked) applyRow(client, answer)
  return answer
}

/** A conversation as it is loaded, with its row as it was put in meanwhile. */
export async function askDetail(ask: () => Promise<ConversationDetail>): Promise<ConversationDetail> {
  const asked = turn
  const detail = await ask()
  const last = recent.get(detail.row.number)
  return last && last.turn > asked ? { ...detail, row: last.row } : detail
}

/** The row that was put in last, if that was lately. */
export const lastApplied = (number: number): ConversationRow | undefined => recent.get(number)?.row

/** Lists that only the server can judge are asked for anew: something has changed that may belong there, or no longer. */
export function refreshServers(client: QueryClient): void {
  void client.invalidateQueries({
    queryKey: lists,
    predicate: ({ queryKey }) => {
      const filter = filterOf(queryKey[2])
      return filter !== null && isServers(filter)
    },
  })
}

/** One's own mark on a conversation, put on it here or in another browser. */
export function applyMark(client: QueryClient, number: number, mark: Partial<Marked>): void {
  const row = knownRow(client, number)
  if (row) applyRow(client, { ...row, ...mark })
  else void client.invalidateQueries({ queryKey: lists, predicate: ({ queryKey }) => isOfMarks(queryKey[2]) })
}
type Marked = Pick<ConversationRow, 'isStarred' | 'isSubscribed'>

function isOfMarks(part: unknown): boolean {
  const preset = filterOf(part)?.preset
  return preset === 'starred' || preset === 'subscribed'
}

export function dropConversation(client: QueryClient, number: number): void {
  recent.delete(number)
  patchLists(client, (pages) => removeRow(pages, number))
  client.removeQueries({ queryKey: detailKey(number) })
}

/** A page as it came, with what live frames said of its rows since it was asked for. */
export function freshenPage(page: ListPage, filter: ListFilter, askedAt: number): ListPage {
  const items = new Set(page.items.map((row) => row.number))
  const newer = [...recent.values()].filter((kept) => kept.at >= askedAt && items.has(kept.row.number))
  return newer.reduce((result, kept) => patchPages([result], kept.row, filter)[0] ?? result, page)
}

/** The row as last heard of, wherever it is loaded. */
export function knownRow(client: QueryClient, number: number): ConversationRow | undefined {
  const detail = client.getQueryData<ConversationDetail>(detailKey(number))
  if (detail) return detail.row
  for (const [, data] of client.getQueriesData<ListData>({ queryKey: lists })) {
    const row = data?.pages.flatMap((page) => page.items).find((item) => item.number === number)
    if (row) return row
  }
  return recent.get(number)?.row
}

function patchLists(client: QueryClient, patch: (pages: ListPage[], filter: ListFilter) => ListPage[]): void {
  for (const query of client.getQueryCache().findAll({ queryKey: lists })) {
    const filter = filterOf(query.queryKey[2])
    if (!filter) continue
    client.setQueryData<ListData>(
      query.queryKey,
      (data) => data && { ...data, pages: patch(data.pages, filter) },
    )
  }
}

function filterOf(part: unknown): ListFilter | null {
  const isFilter = (value: unknown): value is ListFilter =>
    typeof value === 'object' && value !== null && 'preset' in value && 'sort' in value
  return isFilter(part) ? part : null
}
