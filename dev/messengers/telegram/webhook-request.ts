import http from 'node:http'
import https from 'node:https'

export type WebhookAnswer =
  | { kind: 'answer'; status: number; reason: string; retryAfter: number; contentType: string; body: string }
  | { kind: 'failure'; message: string }

export type WebhookTarget = { url: URL; secretToken: string | undefined; agent: http.Agent | https.Agent }

const maxAnswerChars = 1_000_000

export const createAgent = (url: URL): http.Agent | https.Agent =>
  url.protocol === 'https:' ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true })

/** Posts one update. Never throws: a lost connection is a failure to be repeated. */
export const postUpdate = (target: WebhookTarget, json: string, timeoutMs: number): Promise<WebhookAnswer> =>
  new Promise((resolve) => {
    const { url, agent, secretToken } = target
    const send = url.protocol === 'https:' ? https.request : http.request
    const request = send(url, { method: 'POST', agent, headers: headersFor(json, secretToken) })
    const timer = setTimeout(() => {
      finish({ kind: 'failure', message: 'Read timeout expired' })
      request.destroy()
    }, timeoutMs)
    let finished = false
    const finish = (answer: WebhookAnswer): void => {
      if (finished) return
      finished = true
      clearTimeout(timer)
      resolve(answer)
    }
    request.on('error', (error: NodeJS.ErrnoException) => {
      const message = error.code === 'ECONNREFUSED' ? 'Connection refused' : 'Webhook connection closed'
      finish({ kind: 'failure', message })
    })
    request.on('response', (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        if (body.length < maxAnswerChars) body += chunk
      })
      response.on('error', () => finish({ kind: 'failure', message: 'Webhook connection closed' }))
      response.on('close', () => finish({ kind: 'failure', message: 'Webhook connection closed' }))
      response.on('end', () => finish(readAnswer(response, body)))
    })
    request.end(json)
  })

const headersFor = (json: string, secretToken: string | undefined): Record<string, string | number> => ({
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(json),
  ...(secretToken ? { 'x-telegram-bot-api-secret-token': secretToken } : {}),
})

const readAnswer = (response: http.IncomingMessage, body: string): WebhookAnswer => ({
  kind: 'answer',
  status: response.statusCode ?? 0,
  reason: response.statusMessage ?? '',
  retryAfter: Number.parseInt(response.headers['retry-after'] ?? '0', 10) || 0,
  contentType: response.headers['content-type'] ?? '',
  body,
})
