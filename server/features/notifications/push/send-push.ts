import { SignJWT } from 'jose'
import type { HttpClient } from '#channels/http'
import { encryptPush, type BrowserKeys } from './encrypt-push.ts'
import type { PushKeys } from './push-keys.ts'

/** Where one browser is reached. */
export type Browser = { endpoint: string; keys: BrowserKeys }

export type Push = {
  /** What the page's worker gets. */
  payload: Record<string, unknown>
  /** A later push of the same topic takes the place of one that has not arrived yet; at most 32 letters of base64url. */
  topic: string | null
  isUrgent: boolean
}

/** `gone`: the browser will never take one again. `later`: not now. */
type PushOutcome = 'taken' | 'gone' | 'later'

/** A push that nobody took in a day is of no use any more. */
const ttlSeconds = 86_400
const proofSeconds = 12 * 3600
const timeoutMs = 20_000
const mostAnswerBytes = 64 * 1024

export type PushSender = { http: HttpClient; keys: () => Promise<PushKeys>; contact: string; now: () => Date }

/** Hands one push to the browser's push service (RFC 8030). */
export async function sendPush(
  sender: PushSender,
  { endpoint, keys }: Browser,
  push: Push,
): Promise<PushOutcome> {
  const own = await sender.keys()
  const bytes = encryptPush(Buffer.from(JSON.stringify(push.payload)), keys)
  const result = await sender.http.request({
    method: 'POST',
    url: endpoint,
    headers: {
      authorization: `vapid t=${await prove(sender, endpoint)}, k=${own.publicKey}`,
      'content-encoding': 'aes128gcm',
      ttl: String(ttlSeconds),
      urgency: push.isUrgent ? 'high' : 'normal',
      ...(push.topic !== null && { topic: push.topic }),
    },
    body: { contentType: 'application/octet-stream', sizeBytes: bytes.length, pieces: [bytes] },
    timeoutMs,
    maxAnswerBytes: mostAnswerBytes,
  })
  if (result.outcome !== 'answered') return result.code === 'address_refused' ? 'gone' : 'later'
  if (result.status >= 200 && result.status < 300) return 'taken'
  return result.status === 404 || result.status === 410 ? 'gone' : 'later'
}

/** Who sends, for whom this proof is, and how the sender can be asked (RFC 8292). */
async function prove({ keys, contact, now }: PushSender, endpoint: string): Promise<string> {
  const { privateKey } = await keys()
  return new SignJWT({ sub: contact })
    .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
    .setAudience(new URL(endpoint).origin)
    .setExpirationTime(Math.floor(now().getTime() / 1000) + proofSeconds)
    .sign(privateKey)
}
