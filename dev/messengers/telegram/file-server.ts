import type { ServerResponse } from 'node:http'
import { breakAnswer, writeWhole } from '../lib/broken-answer.ts'
import { ApiError } from './api-error.ts'
import type { BotState } from './bot-state.ts'
import { refusal, refusalByFault } from './calls.ts'
import { breakingOf } from './faults.ts'

const notFound = refusal(new ApiError(404))

/** Downloads of paths given by getFile. Faults of the place `file` strike here. */
export const serveFile = (bot: BotState, path: string, response: ServerResponse): void => {
  const fault = bot.faults.take({ method: 'file', chatId: null, parameters: { path } })
  const file = bot.files.download(path)
  const byFault = fault ? refusalByFault(fault) : null
  if (byFault || !file) {
    const answer = byFault ? refusal(byFault) : notFound
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(answer.json)
    return
  }
  const bytes = file.bytes ?? Buffer.alloc(file.size)
  const whole = { status: 200, headers: { 'content-type': 'application/octet-stream' }, bytes }
  const broken = fault && breakingOf(fault)
  if (broken) breakAnswer(response, broken, whole)
  else writeWhole(response, whole)
}
