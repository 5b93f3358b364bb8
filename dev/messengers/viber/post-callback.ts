import { createHmac } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'

export type CallbackAnswer = { status: number; body: string; problem: string }
type CallbackRequest = { url: string; token: string; json: string; timeoutMs: number; signal?: AbortSignal }

/** Posts one callback, signed over its bytes, in the header and in the address. Never throws: no answer has the status 0. */
export const postCallback = ({
  url,
  token,
  json,
  timeoutMs,
  signal,
}: CallbackRequest): Promise<CallbackAnswer> =>
  new Promise((resolve) => {
    const bytes = Buffer.from(json)
    const signature = createHmac('sha256', token).update(bytes).digest('hex')
    const address = new URL(url)
    address.searchParams.set('sig', signature)
    const noAnswer = (problem: string): void => resolve({ status: 0, body: '', problem })
    const send = address.protocol === 'https:' ? https.request : http.request
    const request = send(address, {
      method: 'POST',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
      headers: {
        'content-type': 'application/json',
        'content-length': bytes.length,
        'x-viber-content-signature': signature,
      },
    })
    request.on('error', (error) =>
      noAnswer(error.name === 'AbortError' ? 'no answer in time' : 'no connection'),
    )
    request.on('response', (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (body += chunk))
      response.on('error', () => noAnswer('the answer broke off'))
      response.on('end', () => {
        const status = response.statusCode ?? 0
        resolve({ status, body, problem: status === 200 ? '' : `answered ${status}` })
      })
    })
    request.end(bytes)
  })
