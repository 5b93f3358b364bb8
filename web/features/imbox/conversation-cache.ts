import type { QueryClient } from '@tanstack/react-query'
import type { ConversationDetail, ConversationRow } from '#contract/conversations'
import { LiveRows } from '../../lib/live-rows.ts'
import { isServers, numberOf, rulesOf } from './list-rules.ts'
import type { ListFilter, ListPage } from './list-rules.ts'

const lists = ['conversations', 'list'] as const
export const listKey = (filter: ListFilter): readonly [...typeof lists, ListFilter] => [...lists, filter]
export const detailKey = (number: number): readonly ['conversations', 'detail', number] => [
  'conversations',
  'detail',
  number,
]

const isFilter = (part: unknown): part is ListFilter =>
  typeof part === 'object' && part !== null && 'preset' in part && 'sort' in part

/** Every loaded list of ImBox. */
const live = new LiveRows<ConversationRow, ListFilter>({ key: lists, keyOf: numberOf, rulesOf, isFilter })

/** Puts a changed row into every loaded list by that list's rules, and into the opened conversation. */
export function applyRow(client: QueryClient, row: ConversationRow): void {
  live.put(client, row)
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
  const asked = live.turn
  const answer = await ask()
  if (!live.hasNews(answer.number, asked)) applyRow(client, answer)
  return answer
}

/** A conversation as it is loaded, with its row as it was put in meanwhile. */
export async function askDetail(ask: () => Promise<ConversationDetail>): Promise<ConversationDetail> {
  const asked = live.turn
  const detail = await ask()
  const { number } = detail.row
  const row = live.hasNews(number, asked) ? live.last(number) : undefined
  return row ? { ...detail, row } : detail
}

/** The row that was put in last, if that was lately. */
export const lastApplied = (number: number): ConversationRow | undefined => live.last(number)

/** Lists that only the server can judge are asked for anew: something has changed that may belong there, or no longer. */
export function refreshServers(client: QueryClient): void {
  void client.invalidateQueries({
    queryKey: lists,
    predicate: ({ queryKey }) => isFilter(queryKey[2]) && isServers(queryKey[2]),
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
  return isFilter(part) && (part.preset === 'starred' || part.preset === 'subscribed')
}

export function dropConversation(client: QueryClient, number: number): void {
  live.drop(client, number)
  client.removeQueries({ queryKey: detailKey(number) })
}

/** A page as it came, with what live frames said since it was asked for. */
export const freshenPage = (
  page: ListPage,
  filter: ListFilter,
  askedAt: number,
  cursor: string | undefined,
): ListPage => live.freshen(page, filter, askedAt, cursor)

/** The row as last heard of, wherever it is loaded. */
export function knownRow(client: QueryClient, number: number): ConversationRow | undefined {
  const detail = client.getQueryData<ConversationDetail>(detailKey(number))
  return detail?.row ?? live.find(client, number) ?? live.last(number)
}
