import type { ChannelFailure, Connection, PollResult } from '../channel.ts'
import { parseJson } from '../parse-json.ts'
import { readFields, readInteger, readList, readText, type Fields } from '../read-unknown.ts'
import { catchUp } from './catch-up.ts'
import type { VkClient } from './client.ts'
import { apiVersion, wantedEvents } from './config.ts'
import { failureOf } from './errors.ts'

/** Where a Long Poll server is asked from. `at`: Unix seconds of when nothing was missing yet, for when events get lost. */
type Place = { server: string; key: string; ts: string; at: number }

/** Answers of long polls come as late as asked for. */
const patienceMs = 15_000
/** VK answers after 90 seconds at the latest. */
const maxWaitSeconds = 90

type Options = { waitSeconds: number; signal: AbortSignal }

export async function poll(
  client: VkClient,
  connection: Connection,
  cursor: string | null,
  options: Options,
): Promise<PollResult> {
  const place = readPlace(cursor)
  if (!place) return begin(client, connection)
  const at = nowSeconds()
  const wait = Math.min(options.waitSeconds, maxWaitSeconds)
  const query = new URLSearchParams({ act: 'a_check', key: place.key, ts: place.ts, wait: String(wait) })
  const answer = await client.longPoll(`${place.server}?${query}`, {
    timeoutMs: wait * 1000 + patienceMs,
    signal: options.signal,
  })
  if (answer.outcome !== 'ok') {
    const detail = answer.outcome === 'failed' ? answer.code : answer.outcome
    return failed({ state: 'unreachable', detail, retryAfterMs: null })
  }
  const { fields } = answer
  if (fields['failed'] !== undefined) return goOn(client, connection, place, fields)
  const ts = readTs(fields)
  if (ts === null) return failed({ state: 'unreachable', detail: 'answer_unreadable', retryAfterMs: null })
  return {
    outcome: 'updates',
    updates: readList(fields['updates']),
    cursor: JSON.stringify({ ...place, ts, at }),
  }
}

/** What may have been told to nobody before the first question: a webhook that failed is noticed within minutes. */
const recentSeconds = 3600
/** How long somebody may have been waiting for an answer; Telegram keeps what it could not deliver as long. */
const waitingSeconds = 24 * 3600

/** The first time: what to tell is settled, and what nobody may have taken before comes along. */
async function begin(client: VkClient, connection: Connection): Promise<PollResult> {
  const events = Object.fromEntries(wantedEvents.map((event) => [event, 1]))
  const settings = { group_id: connection.externalId, enabled: 1, api_version: apiVersion, ...events }
  const set = await client.call(connection.token, 'groups.setLongPollSettings', settings)
  if (set.outcome !== 'ok') return failed(failureOf(set))
  const at = nowSeconds()
  const found = await findServer(client, connection)
  if ('state' in found) return failed(found)
  const missed = await catchUp(client, connection, [
    { filter: 'all', at: at - recentSeconds },
    { filter: 'unanswered', at: at - waitingSeconds },
  ])
  if ('state' in missed) return failed(missed)
  return { outcome: 'updates', updates: missed.updates, cursor: JSON.stringify({ ...found, at }) }
}

/** 1: the oldest events are lost; 2: the key has run out; 3: the key and the place are lost. */
async function goOn(
  client: VkClient,
  connection: Connection,
  place: Place,
  answer: Fields,
): Promise<PollResult> {
  const at = nowSeconds()
  const isKeyOnly = answer['failed'] === 2
  const ts = answer['failed'] === 1 ? readTs(answer) : null
  let next: Place = { ...place, at }
  if (ts === null) {
    const found = await findServer(client, connection)
    if ('state' in found) return failed(found)
    next = { ...found, ts: isKeyOnly ? place.ts : found.ts, at: isKeyOnly ? place.at : at }
  } else next = { ...next, ts }
  if (isKeyOnly) return { outcome: 'updates', updates: [], cursor: JSON.stringify(next) }
  // The new place is fixed before the past is read, so that nothing falls between them.
  const missed = await catchUp(client, connection, [{ filter: 'all', at: place.at }])
  if ('state' in missed) return failed(missed)
  return { outcome: 'updates', updates: missed.updates, cursor: JSON.stringify(next) }
}

async function findServer(
  client: VkClient,
  { token, externalId }: Connection,
): Promise<Omit<Place, 'at'> | ChannelFailure> {
  const found = await client.call(token, 'groups.getLongPollServer', { group_id: externalId })
  if (found.outcome !== 'ok') return failureOf(found)
  const fields = readFields(found.result)
  const server = readText(fields?.['server'])
  const key = readText(fields?.['key'])
  const ts = fields && readTs(fields)
  if (!server || !key || !ts)
    return { state: 'unreachable', detail: 'no_long_poll_server', retryAfterMs: null }
  return { server, key, ts }
}

/** A text, or after a failure a number. */
function readTs(fields: Fields): string | null {
  return readText(fields['ts']) ?? readInteger(fields['ts'])?.toString() ?? null
}

function readPlace(cursor: string | null): Place | null {
  const fields = cursor === null ? null : readFields(parseJson(Buffer.from(cursor)))
  const server = readText(fields?.['server'])
  const key = readText(fields?.['key'])
  const ts = readText(fields?.['ts'])
  const at = readInteger(fields?.['at'])
  return server && key && ts && at !== null ? { server, key, ts, at } : null
}

function failed(failure: ChannelFailure): PollResult {
  return { outcome: 'failed', failure }
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
