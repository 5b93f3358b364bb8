import type { ServerResponse } from 'node:http'
import type { Fault } from './faults.ts'

export const writeAnswer = (response: ServerResponse, json: string): void => {
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(json),
  })
  response.end(json)
}

export const writeFaulty = (response: ServerResponse, fault: Fault, json: string): void => {
  switch (fault.kind) {
    case 'answerDropped':
      response.destroy()
      return
    case 'refuseConnection':
      response.socket?.resetAndDestroy()
      return
    case 'hang':
      if (fault.ms !== undefined) setTimeout(() => response.destroy(), fault.ms).unref()
      return
    case 'outage':
      writeOutage(response, fault.status ?? 502)
      return
    case 'slow':
      setTimeout(() => writeAnswer(response, json), fault.ms).unref()
      return
    case 'cutMidAnswer':
      cutInTheMiddle(response, json)
      return
    default:
      writeAnswer(response, json)
  }
}

const writeOutage = (response: ServerResponse, status: number): void => {
  const html = `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center><hr>kittenx</body></html>`
  response.writeHead(status, { 'content-type': 'text/html', 'content-length': Buffer.byteLength(html) })
  response.end(html)
}

const cutInTheMiddle = (response: ServerResponse, json: string): void => {
  const bytes = Buffer.from(json)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length })
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy())
}
