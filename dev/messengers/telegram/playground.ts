import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Bot } from './bot.ts'
import type { Surroundings } from './surroundings.ts'

export const createPlayground = (
  _bots: () => Bot[],
  _s: Surroundings,
): {
  serve: (request: IncomingMessage, response: ServerResponse, path: string) => void
  close: () => void
} => ({
  serve: (_request, response) => {
    response.end('')
  },
  close: () => {},
})
