import type { Messenger } from '../channel.ts'
import { createHttpClient } from '../http.ts'
import { parseJsonWithLongIds } from '../parse-json.ts'
import { createActions } from './actions.ts'
import { check } from './check.ts'
import { createVkClient } from './client.ts'
import { usualApiRoot, vkCapabilities } from './config.ts'
import { fetchFile, type ClientFor } from './fetch-file.ts'
import { poll } from './poll.ts'
import { receive } from './receive.ts'
import { send } from './send.ts'
import { answer, inspectWebhook, removeWebhook, setWebhook, verify } from './webhook.ts'

/** VK by the messages of a community. `apiRoot` null: the public one; another root is the admin's word, so it may be a private address. */
export function createVk(options: { apiRoot: string | null; allowsPrivateNetwork: boolean }): Messenger {
  const { allowsPrivateNetwork } = options
  const apiRoot = options.apiRoot ?? usualApiRoot
  const http = createHttpClient({ allowsPrivateNetwork: allowsPrivateNetwork || options.apiRoot !== null })
  const outside = createHttpClient({ allowsPrivateNetwork })
  const client = createVkClient(http, apiRoot)
  // Addresses of files stand in events; that the API is on a private address opens no other one to them.
  const clientFor: ClientFor = (address) => (new URL(address).host === new URL(apiRoot).host ? http : outside)
  return {
    capabilities: vkCapabilities,
    check: (token) => check(client, token),
    receive,
    send: (connection, part) => send(client, connection, part),
    fetchFile: (_connection, remoteRef) => fetchFile(clientFor, remoteRef),
    actions: createActions(client),
    webhook: {
      verify,
      parse: parseJsonWithLongIds,
      answer: (connection, update) => answer(client, connection, update),
      set: (connection, url, secret) => setWebhook(client, connection, url, secret),
      remove: (connection) => removeWebhook(client, connection),
      inspect: (connection) => inspectWebhook(client, connection),
    },
    polling: { poll: (connection, cursor, wait) => poll(client, connection, cursor, wait) },
  }
}
