import type { ServerResponse } from 'node:http'

/** An answer as it would be without any fault. */
export type WholeAnswer = { status: number; headers: Record<string, string>; bytes: Buffer }

/** What can go wrong with an answer, whatever it says. */
export type BrokenAnswer =
  | { kind: 'answerDropped' | 'cutMidAnswer' | 'reset' }
  | { kind: 'hang'; ms?: number | undefined }
  | { kind: 'slow'; ms: number }
  | { kind: 'outage'; status: number }

/** Lets an answer fail. `answer` null: nothing was done, so there is none. */
export const breakAnswer = (
  response: ServerResponse,
  fault: BrokenAnswer,
  answer: WholeAnswer | null,
): void => {
  switch (fault.kind) {
    case 'answerDropped':
      response.destroy()
      return
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'hang':
      if (fault.ms !== undefined) setTimeout(() => response.destroy(), fault.ms).unref()
      return
    case 'outage':
      writeOutage(response, fault.status)
      return
    case 'slow':
      setTimeout(() => answer && writeWhole(response, answer), fault.ms).unref()
      return
    case 'cutMidAnswer':
      if (answer) cutInTheMiddle(response, answer)
  }
}

export const writeWhole = (response: ServerResponse, { status, headers, bytes }: WholeAnswer): void => {
  response.writeHead(status, { ...headers, 'content-length': bytes.length })
  response.end(bytes)
}

/** The page of a web server in front of the messenger. */
export const writeOutage = (response: ServerResponse, status: number): void => {
  const title = status === 502 ? '502 Bad Gateway' : String(status)
  const page = `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>`
  response.writeHead(status, { 'content-type': 'text/html', 'content-length': page.length })
  response.end(page)
}

/** Promises the whole and gives a half. */
const cutInTheMiddle = (response: ServerResponse, { status, headers, bytes }: WholeAnswer): void => {
  response.writeHead(status, { ...headers, 'content-length': bytes.length })
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy())
}
