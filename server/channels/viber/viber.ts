import { noActions, type Messenger } from '../channel.ts'
import { createClients } from '../client-for.ts'
import type { MessengerMaker } from '../messenger-maker.ts'
import { parseJsonWithLongIds } from '../parse-json.ts'
import { createViberClient } from './client.ts'
import { keptMs, usualApiRoot, viberCapabilities } from './config.ts'
import { check, inspectWebhook, removeWebhook, setWebhook, verify } from './connect.ts'
import { fetchFile } from './fetch-file.ts'
import { findPerson } from './find-person.ts'
import { receive } from './receive.ts'
import { send } from './send.ts'

export const viber: MessengerMaker = {
  capabilities: viberCapabilities,
  keepsMs: keptMs,
  command: {
    summary: 'Connect a Viber bot by its token; needs PUBLIC_URL and the running server',
    tokenHelp: 'from the bot’s page in the Viber admin panel',
    tokenExample: '4453b6ac1s345678-e02c5f12174805f9-…',
    handlePrefix: '',
  },
  create: createViber,
}

/** Viber by its REST Bot API. `apiRoot` null: the public one. */
export function createViber(options: { apiRoot: string | null; allowsPrivateNetwork: boolean }): Messenger {
  const client = createViberClient(createClients({ ...options, usualApiRoot }))
  return {
    capabilities: viberCapabilities,
    check: (token) => check(client, token),
    receive,
    send: (connection, part) => send(client, connection, part),
    fetchFile: (_connection, remoteRef) => fetchFile(client, remoteRef),
    startLink: (handle, token) => `viber://pa?chatURI=${encodeURIComponent(handle)}&context=${token}`,
    actions: {
      ...noActions,
      findPerson: (connection, externalId) => findPerson(client, connection, externalId),
    },
    webhook: {
      verify,
      parse: parseJsonWithLongIds,
      answer: null,
      set: (connection, url) => setWebhook(client, connection, url),
      remove: (connection) => removeWebhook(client, connection),
      inspect: (connection) => inspectWebhook(client, connection),
    },
    polling: null,
  }
}
