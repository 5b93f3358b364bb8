import { jwtVerify, SignJWT, errors as joseErrors, type JWTPayload } from 'jose'
import { randomUUID } from 'node:crypto'
import type { Clock } from '#lib/clock'
import { deriveKey, type SecretKey } from '#lib/crypto'
import type { Db, Tx } from '#lib/db'
import { emit, systemActor } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { findCallerOfApiToken, insertApiToken } from './queries.ts'
import { toCaller } from './resolve-caller.ts'

const validMs = 5 * 365 * 86_400_000
const scopes = ['crm', 'notifications']
const algorithm = 'HS256'

type TokenSettings = { secretKey: SecretKey; clock: Clock }

type ApiCaller = Caller & { scopes: string[]; tokenId: string }

/**
 * Makes a long-lived token of the API (five years): a JWT whose `jti` is kept, so that it can be revoked. Clients read
 * `exp`, `account_id`, `sub` and `scopes` out of it. The user must be there.
 */
export async function createApiToken(
  tx: Tx,
  settings: TokenSettings,
  user: { accountId: number; userId: number },
): Promise<string> {
  const now = settings.clock()
  const expiresAt = new Date(now.getTime() + validMs)
  const jti = randomUUID()
  await insertApiToken(tx, { jti, ...user, scopes, expiresAt })
  await emit(tx, {
    accountId: user.accountId,
    type: 'user.token_made',
    actor: systemActor,
    road: 'hand',
    subject: { kind: 'user', id: user.userId },
    after: { expires: expiresAt.toISOString() },
    at: now,
  })
  return new SignJWT({ account_id: user.accountId, scopes })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setJti(jti)
    .setSubject(String(user.userId))
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(expiresAt)
    .sign(tokenKey(settings.secretKey))
}

/** Who a token speaks for: null when it is not ours, revoked or run out, or its user is no longer active. */
export async function verifyApiToken(
  deps: TokenSettings & { db: Db },
  token: string,
): Promise<ApiCaller | null> {
  const payload = await readPayload(deps, token)
  if (!payload || typeof payload.jti !== 'string' || typeof payload['account_id'] !== 'number') return null
  const row = await findCallerOfApiToken(deps.db, payload.jti, payload['account_id'], deps.clock())
  return row ? { ...toCaller(row), scopes: row.scopes, tokenId: payload.jti } : null
}

async function readPayload({ secretKey, clock }: TokenSettings, token: string): Promise<JWTPayload | null> {
  try {
    const options = { algorithms: [algorithm], currentDate: clock() }
    return (await jwtVerify(token, tokenKey(secretKey), options)).payload
  } catch (error) {
    if (error instanceof joseErrors.JOSEError) return null
    throw error
  }
}

function tokenKey(secretKey: SecretKey): Buffer {
  return deriveKey(secretKey, 'api-token')
}
