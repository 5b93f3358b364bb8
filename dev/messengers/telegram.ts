import { randomBytes } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Bot } from './telegram/bot.ts'
import { BotState } from './telegram/bot-state.ts'
import { createPlayground, type PlaygroundBot } from './telegram/playground.ts'
import { createRequestHandler } from './telegram/request-handler.ts'
import { createSurroundings, type TelegramStandInOptions } from './telegram/surroundings.ts'

export type { Bot } from './telegram/bot.ts'
export type { Person } from './telegram/person.ts'

export type TelegramStandIn = {
  /** http://127.0.0.1:PORT; methods at /bot<token>/<method>, files at /file/bot<token>/<path>, the page at /playground. */
  apiRoot: string
  createBot: (options?: { token?: string; name?: string; username?: string }) => Bot
  bots: () => Bot[]
  /** Closes the port, so that connections are refused, and opens the same one again. */
  goOffline: () => Promise<void>
  goOnline: () => Promise<void>
  close: () => Promise<void>
}

/**
 * Starts a Bot API server with its persons. Written from the public documents and sources of the Bot API, strict
 * where the real one is strict; what it cannot do it refuses, so that nothing passes here and fails there.
 */
export const startTelegramStandIn = async (
  options: TelegramStandInOptions = {},
): Promise<TelegramStandIn> => {
  const surroundings = createSurroundings(options)
  const states = new Map<string, BotState>()
  const entries: PlaygroundBot[] = []
  const playground = createPlayground(() => entries, surroundings)
  const server = http.createServer(
    { keepAliveTimeout: 75_000 },
    createRequestHandler(states, playground.serve),
  )
  const host = options.host ?? '127.0.0.1'
  await listen(server, options.port ?? 0, host)
  const port = addressOf(server).port
  let lastUserId = 5_100_000_000 + Math.floor(surroundings.random() * 1_000_000) * 100
  const nextId = (): number => (lastUserId += 1)

  return {
    apiRoot: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    createBot: (wanted = {}) => {
      const token = wanted.token ?? `${nextId()}:${randomBytes(26).toString('base64url').slice(0, 35)}`
      const id = Number(token.split(':')[0])
      const username = wanted.username ?? `standin_${id % 100_000}_bot`
      const state = new BotState(
        { id, is_bot: true, first_name: wanted.name ?? 'Тестовый бот', username },
        token,
        surroundings,
      )
      const bot = new Bot(state, nextId)
      states.set(token, state)
      entries.push({ bot, files: state.files })
      return bot
    },
    bots: () => entries.map(({ bot }) => bot),
    goOffline: () => stop(server),
    goOnline: () => listen(server, port, host),
    close: async () => {
      playground.close()
      for (const state of states.values()) state.delivery.stop()
      if (server.listening) await stop(server)
    },
  }
}

const listen = (server: http.Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

const stop = (server: http.Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

const addressOf = (server: http.Server): AddressInfo => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port')
  return address
}
