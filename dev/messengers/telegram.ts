import { randomBytes } from 'node:crypto'
import type { PlayPage } from './lib/play-page.ts'
import { startStandInServer } from './lib/stand-in-server.ts'
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
  /** From now on its page leads to these too. */
  join: PlayPage['join']
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
  const server = await startStandInServer(options, createRequestHandler(states, playground.serve))
  let lastUserId = 5_100_000_000 + Math.floor(surroundings.random() * 1_000_000) * 100
  const nextId = (): number => (lastUserId += 1)

  return {
    apiRoot: server.root,
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
    join: playground.join,
    goOffline: server.goOffline,
    goOnline: server.goOnline,
    close: async () => {
      playground.close()
      for (const state of states.values()) state.delivery.stop()
      await server.close()
    },
  }
}
