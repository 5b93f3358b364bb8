import type { Messenger } from '../channel.ts'
import { createClients } from '../client-for.ts'
import type { MessengerMaker } from '../messenger-maker.ts'
import { parseJsonWithLongIds } from '../parse-json.ts'
import { createActions } from './actions.ts'
import { check } from './check.ts'
import { createVkClient } from './client.ts'
import { usualApiRoot, vkCapabilities } from './config.ts'
import { fetchFile } from './fetch-file.ts'
import { poll } from './poll.ts'
import { receive } from './receive.ts'
import { send } from './send.ts'
import { answer, inspectWebhook, removeWebhook, setWebhook, verify } from './webhook.ts'

export const vk: MessengerMaker = {
  capabilities: vkCapabilities,
  keepsMs: null,
  command: {
    summary: 'Connect a VK community by its access key',
    tokenHelp: 'with the rights messages, manage, photos and docs',
    tokenExample: 'vk1.a.…',
    handlePrefix: '',
  },
  create: createVk,
}

/** VK by the messages of a community. `apiRoot` null: the public one. */
export function createVk(options: { apiRoot: string | null; allowsPrivateNetwork: boolean }): Messenger {
  const { apiRoot, api, clientFor } = createClients({ ...options, usualApiRoot })
  const client = createVkClient(api, apiRoot)
  return {
    capabilities: vkCapabilities,
    check: (token) => check(client, token),
    receive,
    send: (connection, part) => send(client, connection, part),
    fetchFile: (_connection, remoteRef) => fetchFile(clientFor, remoteRef),
    startLink: (handle, token) => `https://vk.me/${handle}?ref=${token}`,
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
