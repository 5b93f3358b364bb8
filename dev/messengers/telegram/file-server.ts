import type { ServerResponse } from 'node:http'
import { ApiError } from './api-error.ts'
import type { BotState } from './bot-state.ts'
import { refusal, refusalByFault } from './calls.ts'

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
  switch (fault?.kind) {
    case 'answerDropped':
    case 'refuseConnection':
      response.destroy()
      return
    case 'hang':
      return
    case 'status500':
      response.writeHead(fault.status ?? 500, { 'content-type': 'text/html' })
      response.end('<html><body><center><h1>500 Internal Server Error</h1></center></body></html>')
      return
    case 'cutMidAnswer':
      writeHead(response, bytes)
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy())
      return
    case 'slow':
      setTimeout(() => writeWhole(response, bytes), fault.ms).unref()
      return
    default:
      writeWhole(response, bytes)
  }
}

const writeHead = (response: ServerResponse, bytes: Buffer): void => {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length })
}

const writeWhole = (response: ServerResponse, bytes: Buffer): void => {
  writeHead(response, bytes)
  response.end(bytes)
}
