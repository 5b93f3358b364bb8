import type { Messenger } from '../channel.ts'
import { createClients } from '../client-for.ts'
import type { MessengerMaker } from '../messenger-maker.ts'
import { parseJson } from '../parse-json.ts'
import { createActions } from './actions.ts'
import { createTelegramClient } from './client.ts'
import { keptMs, telegramCapabilities, usualApiRoot } from './config.ts'
import { check, inspectWebhook, poll, removeWebhook, setWebhook, verify } from './connect.ts'
import { fetchFile } from './fetch-file.ts'
import { receive } from './receive.ts'
import { send } from './send.ts'

export const telegram: MessengerMaker = {
  capabilities: telegramCapabilities,
  keepsMs: keptMs,
  command: {
    summary: 'Connect a Telegram bot by its token',
    tokenHelp: 'as BotFather gave it',
    tokenExample: '123456789:AA…',
    handlePrefix: '@',
  },
  create: createTelegram,
}

/** Telegram by its Bot API. `apiRoot` null: the public one. */
export function createTelegram(options: {
  apiRoot: string | null
  allowsPrivateNetwork: boolean
}): Messenger {
  const { api, apiRoot } = createClients({ ...options, usualApiRoot })
  const client = createTelegramClient(api, apiRoot)
  return {
    capabilities: telegramCapabilities,
    check: (token) => check(client, token),
    receive,
    send: (connection, part) => send(client, connection, part),
    fetchFile: (connection, remoteRef) => fetchFile(client, connection, remoteRef),
    startLink: (handle, token) => `https://t.me/${handle}?start=${token}`,
    actions: createActions(client),
    webhook: {
      verify,
      parse: parseJson,
      answer: null,
      set: (connection, url, secret) => setWebhook(client, connection, url, secret),
      remove: (connection) => removeWebhook(client, connection),
      inspect: (connection) => inspectWebhook(client, connection),
    },
    polling: { poll: (connection, cursor, wait) => poll(client, connection, cursor, wait) },
  }
}
