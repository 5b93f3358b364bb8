import type { Readable } from 'node:stream'
import type { Clients } from '../client-for.ts'
import { jsonBody } from '../http-body.ts'
import { parseJsonWithLongIds } from '../parse-json.ts'
import { readFields, readInteger, readLine, type Fields } from '../read-unknown.ts'
import { readWebAddress } from './read-web-address.ts'

/** Calls of the REST Bot API. The token goes into a header and leaves this file in no other way. */
export type ViberClient = {
  call(token: string, method: string, parameters: Record<string, unknown>): Promise<ApiResult>
  /** Downloads what a callback named: from anywhere on the Internet, without the token. */
  download(address: string): Promise<DownloadResult>
}

export type ApiResult =
  | { outcome: 'ok'; answer: Fields }
  /** Viber said no: nothing was done. */
  | ApiRefusal
  /** The request cannot have been carried out. */
  | { outcome: 'unsent'; code: string }
  /** It may have been: no answer, a broken one, or an outage page. */
  | { outcome: 'unknown'; code: string }

export type ApiRefusal = { outcome: 'refused'; status: number; detail: string }

type DownloadResult =
  | { outcome: 'opened'; stream: Readable; sizeBytes: number | null; mime: string | null }
  | { outcome: 'refused'; status: number }
  | { outcome: 'failed'; code: string }

const timeoutMs = 30_000
const maxRedirects = 3

export function createViberClient({ apiRoot, api, clientFor }: Clients): ViberClient {
  const download = async (address: string, redirectsLeft: number): Promise<DownloadResult> => {
    const answer = await clientFor(address).open({ method: 'GET', url: address, timeoutMs })
    if (answer.outcome !== 'opened') return { outcome: 'failed', code: answer.code }
    const { status, headers, stream } = answer
    if (status === 200) {
      const length = Number(headers['content-length'] ?? NaN)
      const mime = readLine(headers['content-type']?.split(';')[0], 100)
      return { outcome: 'opened', stream, sizeBytes: Number.isSafeInteger(length) ? length : null, mime }
    }
    stream.destroy()
    const next = status >= 300 && status < 400 ? readWebAddress(headers.location, address) : null
    if (next === null) return { outcome: 'refused', status }
    // Each address is looked at anew: a public one may lead to a private one.
    return redirectsLeft > 0 ? download(next, redirectsLeft - 1) : { outcome: 'failed', code: 'redirects' }
  }
  return {
    async call(token, method, parameters) {
      const answer = await api.request({
        method: 'POST',
        url: `${apiRoot}/pa/${method}`,
        headers: { 'x-viber-auth-token': token },
        body: jsonBody(parameters),
        timeoutMs,
      })
      return answer.outcome === 'answered' ? readAnswer(answer.status, answer.text, token) : answer
    },
    download: (address) => download(address, maxRedirects),
  }
}

/** Viber refuses with HTTP 200 and a status of its own; anything else is a page of some server in front, which says nothing. */
function readAnswer(httpStatus: number, text: string, token: string): ApiResult {
  const answer = httpStatus === 200 ? readFields(parseJsonWithLongIds(text)) : null
  const status = readInteger(answer?.['status'])
  if (!answer || status === null) return { outcome: 'unknown', code: `answer_${httpStatus}_unreadable` }
  if (status === 0) return { outcome: 'ok', answer }
  const detail = readLine(answer['status_message']) ?? ''
  return { outcome: 'refused', status, detail: detail.replaceAll(token, '…') }
}
