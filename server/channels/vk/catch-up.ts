import { setTimeout } from 'node:timers/promises'
import type { ChannelFailure, Connection } from '../channel.ts'
import { readFields, readInteger, readList, type Fields } from '../read-unknown.ts'
import type { ApiResult, VkClient } from './client.ts'
import { failureOf, readRefusal } from './errors.ts'
import { readUser } from './read-ids.ts'

/** Clocks differ, and an event may come a little after its message was written. */
const slackSeconds = 300
const pageSize = 200

/** Which talks, from when on; `at` in Unix seconds. `unanswered`: those in which the client had the last word. */
export type Missed = { filter: 'all' | 'unanswered'; at: number }

/**
 * Messages of these talks, as the events that got lost would have told them: oldest first. They have the same ids, so what
 * had come before the loss is known again. Edits, receipts and reactions of that time are not to be had.
 */
export async function catchUp(
  client: VkClient,
  connection: Connection,
  wanted: Missed[],
): Promise<{ updates: unknown[] } | ChannelFailure> {
  const sinceOf = new Map<number, number>()
  for (const { filter, at } of wanted) {
    const users = await listUsers(client, connection, filter, at - slackSeconds)
    if ('state' in users) return users
    for (const user of users.found) {
      sinceOf.set(user, Math.min(sinceOf.get(user) ?? Infinity, at - slackSeconds))
    }
  }
  const messages: Fields[] = []
  for (const [user, since] of sinceOf) {
    const history = await readPages(client, connection, 'messages.getHistory', { peer_id: user }, (message) =>
      isSince(message, since),
    )
    if ('state' in history) return history
    messages.push(...history.found)
  }
  return { updates: messages.toSorted(byTime).map((message) => asEvent(message, connection)) }
}

/** Whose talks changed since then; conversations come with the latest first. */
async function listUsers(
  client: VkClient,
  connection: Connection,
  filter: Missed['filter'],
  since: number,
): Promise<{ found: number[] } | ChannelFailure> {
  const pages = await readPages(client, connection, 'messages.getConversations', { filter }, (item) =>
    isSince(readFields(item['last_message']) ?? {}, since),
  )
  if ('state' in pages) return pages
  const users = pages.found.flatMap((item) => {
    const peer = readFields(readFields(item['conversation'])?.['peer'])
    return readUser(peer?.['id']) ?? []
  })
  return { found: [...new Set(users)] }
}

/** All items of a list, page by page, up to the first that is too old. */
async function readPages(
  client: VkClient,
  { token, externalId }: Connection,
  method: string,
  parameters: Record<string, string | number>,
  isWanted: (item: Fields) => boolean,
): Promise<{ found: Fields[] } | ChannelFailure> {
  const found: Fields[] = []
  for (let offset = 0; ; offset += pageSize) {
    const page = { group_id: externalId, count: pageSize, offset, ...parameters }
    const answer = await patiently(() => client.call(token, method, page))
    if (answer.outcome !== 'ok') return failureOf(answer)
    const items = readList(readFields(answer.result)?.['items']).map((item) => readFields(item) ?? {})
    const wanted = items.filter(isWanted)
    found.push(...wanted)
    if (wanted.length < items.length || items.length < pageSize) return { found }
  }
}

const maxTries = 5
const longestWaitMs = 2000

/** Many talks are many calls: when VK asks to slow down, waiting is better than beginning anew. */
async function patiently(call: () => Promise<ApiResult>): Promise<ApiResult> {
  for (let tried = 1; ; tried += 1) {
    const answer = await call()
    const read = answer.outcome === 'refused' ? readRefusal(answer) : null
    const waitMs = read?.outcome === 'unsent' ? (read.retryAfterMs ?? 0) : 0
    if (waitMs === 0 || waitMs > longestWaitMs || tried === maxTries) return answer
    await setTimeout(waitMs)
  }
}

function isSince(message: Fields, since: number): boolean {
  return (readInteger(message['date']) ?? 0) >= since
}

function byTime(one: Fields, other: Fields): number {
  const place = (message: Fields, name: string): number => readInteger(message[name]) ?? 0
  return (
    place(one, 'date') - place(other, 'date') ||
    place(one, 'conversation_message_id') - place(other, 'conversation_message_id')
  )
}

function asEvent(message: Fields, { externalId }: Connection): unknown {
  const isOurs = (readInteger(message['from_id']) ?? 0) < 0
  const group = { group_id: Number(externalId) }
  if (isOurs) return { type: 'message_reply', object: message, ...group }
  return { type: 'message_new', object: { message }, ...group }
}
