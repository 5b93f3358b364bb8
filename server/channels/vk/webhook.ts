import { isSameSecret } from '#lib/crypto'
import type { CallResult, Connection, WebhookAnswer, WebhookInspection, WebhookRequest } from '../channel.ts'
import { parseJsonWithLongIds } from '../parse-json.ts'
import { readFields, readInteger, readList, readText } from '../read-unknown.ts'
import type { VkClient } from './client.ts'
import { apiVersion, serverTitle, wantedEvents } from './config.ts'
import { failureOf } from './errors.ts'

/**
 * The secret stands in the body, beside the community it is for. When a server is confirmed its secret may not be in force
 * yet, so a confirmation may come without one: the answer to it is worth nothing to anybody but VK.
 */
export function verify({ body }: WebhookRequest, proof: { secret: string; connection: Connection }): boolean {
  const event = readFields(parseJsonWithLongIds(body))
  const given = event?.['secret']
  const isSame = isSameSecret(typeof given === 'string' ? given : '', proof.secret)
  const isOurs = String(readInteger(event?.['group_id'])) === proof.connection.externalId
  const isBareConfirmation = event?.['type'] === 'confirmation' && given === undefined
  return isOurs && (isSame || isBareConfirmation)
}

/** VK wants exactly these two letters; a confirmation wants the community's code. Throws when that cannot be had now. */
export async function answer(
  client: VkClient,
  connection: Connection,
  update: unknown,
): Promise<WebhookAnswer> {
  if (readFields(update)?.['type'] !== 'confirmation') return plain('ok')
  const parameters = { group_id: connection.externalId }
  const told = await client.call(connection.token, 'groups.getCallbackConfirmationCode', parameters)
  const code = told.outcome === 'ok' ? readText(readFields(told.result)?.['code']) : null
  if (code === null) throw new Error('VK did not tell the confirmation code')
  return plain(code)
}

function plain(body: string): WebhookAnswer {
  return { contentType: 'text/plain', body }
}

type Server = { id: number; title: string; url: string; status: string }

/** Tells VK where events go. Called again it changes nothing; former servers of ours make room for the new one. */
export async function setWebhook(
  client: VkClient,
  connection: Connection,
  url: string,
  secret: string,
): Promise<CallResult> {
  const listed = await listServers(client, connection)
  if ('outcome' in listed) return listed
  const own = listed.servers.find((server) => server.url === url && server.status !== 'failed')
  const stale = listed.servers.filter(
    (server) => server !== own && (server.url === url || server.title === serverTitle),
  )
  for (const server of stale) {
    const removed = await callGroups(client, connection, 'deleteCallbackServer', { server_id: server.id })
    if (removed.outcome === 'failed') return removed
  }
  const server = { url, title: serverTitle, secret_key: secret }
  if (own) {
    const edited = await callGroups(client, connection, 'editCallbackServer', {
      server_id: own.id,
      ...server,
    })
    return edited.outcome === 'failed' ? edited : setEvents(client, connection, own.id)
  }
  const added = await addServer(client, connection, server)
  return 'outcome' in added ? added : setEvents(client, connection, added.id)
}

/** Error 2000: ten servers are there already. */
const noRoomLeft = 2000

async function addServer(
  client: VkClient,
  connection: Connection,
  server: Record<string, string>,
): Promise<{ id: number } | CallResult> {
  const parameters = { group_id: connection.externalId, ...server }
  const added = await client.call(connection.token, 'groups.addCallbackServer', parameters)
  if (added.outcome === 'refused' && added.code === noRoomLeft) {
    const detail = 'The community has ten Callback API servers already; delete one in its settings'
    return { outcome: 'failed', failure: { state: 'refused', detail, retryAfterMs: null } }
  }
  if (added.outcome !== 'ok') return { outcome: 'failed', failure: failureOf(added) }
  const id = readInteger(readFields(added.result)?.['server_id'])
  return id === null ? strange('groups.addCallbackServer') : { id }
}

async function setEvents(client: VkClient, connection: Connection, serverId: number): Promise<CallResult> {
  const events = Object.fromEntries(wantedEvents.map((event) => [event, 1]))
  const settings = { server_id: serverId, api_version: apiVersion, ...events }
  const set = await callGroups(client, connection, 'setCallbackSettings', settings)
  if (set.outcome === 'failed') return set
  const listed = await listServers(client, connection)
  if ('outcome' in listed) return listed
  const status = listed.servers.find((server) => server.id === serverId)?.status
  if (status !== 'failed') return { outcome: 'ok' }
  const detail = 'VK could not confirm the address of this server'
  return { outcome: 'failed', failure: { state: 'refused', detail, retryAfterMs: null } }
}

export async function removeWebhook(client: VkClient, connection: Connection): Promise<CallResult> {
  const listed = await listServers(client, connection)
  if ('outcome' in listed) return listed
  for (const server of listed.servers.filter(({ title }) => title === serverTitle)) {
    const removed = await callGroups(client, connection, 'deleteCallbackServer', { server_id: server.id })
    if (removed.outcome === 'failed') return removed
  }
  return { outcome: 'ok' }
}

/** VK tells neither how many events wait nor when the last one failed; a failed server is one that gets none. */
export async function inspectWebhook(client: VkClient, connection: Connection): Promise<WebhookInspection> {
  const parameters = { group_id: connection.externalId }
  const told = await client.call(connection.token, 'groups.getCallbackServers', parameters)
  if (told.outcome !== 'ok') return { outcome: 'failed', failure: failureOf(told) }
  const own = readServers(told.result).find(({ title }) => title === serverTitle)
  const isFailing = own?.status === 'failed'
  return {
    outcome: 'ok',
    url: own?.url ?? '',
    waitingCount: isFailing ? 1 : 0,
    lastError: isFailing ? { at: new Date(), detail: 'VK gets no good answer from this server' } : null,
  }
}

async function listServers(
  client: VkClient,
  connection: Connection,
): Promise<{ servers: Server[] } | Extract<CallResult, { outcome: 'failed' }>> {
  const parameters = { group_id: connection.externalId }
  const told = await client.call(connection.token, 'groups.getCallbackServers', parameters)
  if (told.outcome !== 'ok') return { outcome: 'failed', failure: failureOf(told) }
  return { servers: readServers(told.result) }
}

function readServers(result: unknown): Server[] {
  return readList(readFields(result)?.['items']).flatMap((item) => {
    const fields = readFields(item)
    const id = readInteger(fields?.['id'])
    if (!fields || id === null) return []
    return [
      {
        id,
        title: readText(fields['title']) ?? '',
        url: readText(fields['url']) ?? '',
        status: readText(fields['status']) ?? '',
      },
    ]
  })
}

async function callGroups(
  client: VkClient,
  connection: Connection,
  method: string,
  parameters: Record<string, string | number>,
): Promise<CallResult> {
  const full = { group_id: connection.externalId, ...parameters }
  const told = await client.call(connection.token, `groups.${method}`, full)
  return told.outcome === 'ok' ? { outcome: 'ok' } : { outcome: 'failed', failure: failureOf(told) }
}

function strange(method: string): CallResult {
  const detail = `VK gave a strange answer to ${method}`
  return { outcome: 'failed', failure: { state: 'refused', detail, retryAfterMs: null } }
}
