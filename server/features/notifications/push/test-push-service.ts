import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { importJWK, jwtVerify } from 'jose'
import type { Browser } from './send-push.ts'

export type Taken = {
  payload: Record<string, unknown>
  topic: string | null
  urgency: string
  subject: string
}

/**
 * A push service as strict as those of browsers, on this machine: it takes only what is proved by the key its browser
 * subscribed with, for its own origin and not for longer than a day, and opens it as that browser would.
 */
export async function startTestPushService(publicKey: string): Promise<{
  subscribe: () => Browser & { taken: Taken[] }
  answerNext: (status: number) => void
  answerAsUsual: () => void
  close: () => Promise<void>
}> {
  const browsers = new Map<string, { open: (body: Buffer) => string; taken: Taken[] }>()
  const answers: number[] = []
  const server = createServer((request, response) => {
    void take(request).then(
      (status) => response.writeHead(status).end(),
      (error: unknown) => response.writeHead(400).end(String(error)),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`

  async function take(request: IncomingMessage): Promise<number> {
    const body = Buffer.concat(await request.toArray())
    const browser = browsers.get(request.url ?? '')
    if (!browser) return 410
    const { headers } = request
    const subject = await judge(String(headers.authorization))
    const isRight = headers['content-encoding'] === 'aes128gcm' && /^\d+$/.test(String(headers['ttl']))
    if (!isRight || request.method !== 'POST' || body.length > 4096) return 400
    const forced = answers.shift()
    if (forced !== undefined) return forced
    browser.taken.push({
      payload: JSON.parse(browser.open(body)) as Record<string, unknown>,
      topic: typeof headers['topic'] === 'string' ? headers['topic'] : null,
      urgency: String(headers['urgency']),
      subject,
    })
    return 201
  }

  async function judge(authorization: string): Promise<string> {
    const [, token = '', key] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? []
    if (key !== publicKey) throw new Error('Not the key the browser subscribed with')
    const point = Buffer.from(key, 'base64url')
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
    const jwk = await importJWK({ kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, 'ES256')
    const { payload } = await jwtVerify(token, jwk, { audience: origin, algorithms: ['ES256'] })
    if ((payload.exp ?? Infinity) > Date.now() / 1000 + 86_400) throw new Error('A proof for too long')
    if (!/^(mailto:|https:)/.test(payload.sub ?? '')) throw new Error('Nobody to ask')
    return payload.sub ?? ''
  }

  return {
    subscribe() {
      const path = `/push/${randomBytes(12).toString('hex')}`
      const { keys, open } = createBrowserKeys()
      const taken: Taken[] = []
      browsers.set(path, { open, taken })
      return { endpoint: `${origin}${path}`, keys, taken }
    },
    answerNext: (status) => answers.push(status),
    answerAsUsual: () => {
      answers.length = 0
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function createBrowserKeys(): { keys: Browser['keys']; open: (body: Buffer) => string } {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  const auth = randomBytes(16)
  const derive = (secret: Buffer, salt: Buffer, info: string | Buffer, bytes: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, salt, info, bytes))
  return {
    keys: { p256dh: pair.getPublicKey('base64url'), auth: auth.toString('base64url') },
    open(body) {
      const salt = body.subarray(0, 16)
      const theirs = body.subarray(21, 21 + (body[20] ?? 0))
      const sealed = body.subarray(21 + theirs.length, -16)
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), theirs])
      const secret = derive(pair.computeSecret(theirs), auth, info, 32)
      const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16)
      const nonce = derive(secret, salt, 'Content-Encoding: nonce\0', 12)
      const decipher = createDecipheriv('aes-128-gcm', key, nonce)
      decipher.setAuthTag(body.subarray(-16))
      const plain = Buffer.concat([decipher.update(sealed), decipher.final()])
      if (plain.at(-1) !== 2) throw new Error('The last record does not end with its mark')
      return plain.subarray(0, -1).toString('utf8')
    },
  }
}
