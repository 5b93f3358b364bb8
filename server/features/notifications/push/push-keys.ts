import { sql } from 'kysely'
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose'
import { z } from 'zod'
import { seal, unseal, type SecretKey } from '#lib/crypto'
import { inTransaction, type Db } from '#lib/db'

/** With what this installation proves itself to browsers' push services (RFC 8292). */
export type PushKeys = {
  /** The point of the public key, uncompressed, base64url: what browsers subscribe with. */
  publicKey: string
  privateKey: CryptoKey
}

const context = 'push'
const kept = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
})

/**
 * Gives the keys, which are made when they are first needed and kept for good: with others, no browser that subscribed before
 * could be reached. When SECRET_KEY is another one they cannot be opened; then there are new ones and nobody is subscribed.
 */
export function createPushKeys(deps: { db: Db; secretKey: SecretKey }): () => Promise<PushKeys> {
  let found: Promise<PushKeys> | null = null
  return () => {
    found ??= findOrMake(deps.db, deps.secretKey).catch((error: unknown) => {
      found = null
      throw error
    })
    return found
  }
}

async function findOrMake(db: Db, secretKey: SecretKey): Promise<PushKeys> {
  const made = await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey)
  const sealed = await inTransaction(db, async (tx) => {
    const { rows } = await sql<{ sealed: string | null }>`
      select push_private_key_sealed as sealed from installation for update`.execute(tx)
    const old = rows[0]?.sealed ?? null
    if (old !== null && open(secretKey, old)) return old
    if (old !== null) await sql`delete from push_subscriptions`.execute(tx)
    const fresh = seal(secretKey, JSON.stringify(made), context)
    await sql`update installation set push_public_key = ${pointOf(made)}, push_private_key_sealed = ${fresh}`.execute(
      tx,
    )
    return fresh
  })
  const jwk = open(secretKey, sealed)
  if (!jwk) throw new Error('The keys of pushes could not be opened')
  const privateKey = await importJWK(jwk, 'ES256')
  if (privateKey instanceof Uint8Array) throw new Error('The keys of pushes are not a pair')
  return { publicKey: pointOf(jwk), privateKey }
}

function open(secretKey: SecretKey, sealed: string): z.output<typeof kept> | null {
  try {
    return kept.parse(JSON.parse(unseal(secretKey, sealed, context)))
  } catch {
    return null
  }
}

function pointOf({ x = '', y = '' }: JWK): string {
  return Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString(
    'base64url',
  )
}
