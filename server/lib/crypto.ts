import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hash,
  hkdfSync,
  randomBytes,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto'

/** The installation's key: 32 bytes that live outside the database. */
export type SecretKey = Buffer

/** A key of 32 bytes for one purpose, so that what is made for one purpose says nothing in another. */
export function deriveKey(secretKey: SecretKey, purpose: string): Buffer {
  const derived = derivedKeys.get(secretKey) ?? new Map<string, Buffer>()
  derivedKeys.set(secretKey, derived)
  const key = derived.get(purpose) ?? Buffer.from(hkdfSync('sha256', secretKey, '', `beseda:${purpose}`, 32))
  derived.set(purpose, key)
  return key
}

/** Deriving costs more than what the key is used for on every webhook; there are a handful of purposes. */
const derivedKeys = new WeakMap<SecretKey, Map<string, Buffer>>()

/**
 * Encrypts a secret for the database: AES-256-GCM, as `v1.<base64url of nonce, tag and text>`.
 * `context` says whose secret it is ("channel:7"): what was sealed for one row cannot be opened in another.
 */
export function seal(secretKey: SecretKey, plaintext: string, context: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', deriveKey(secretKey, 'seal'), nonce)
  cipher.setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
  return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`
}

/** Opens what `seal` made. Throws when the key or the context is another one, or the text was changed. */
export function unseal(secretKey: SecretKey, sealed: string, context: string): string {
  const [version, body] = sealed.split('.')
  const bytes = Buffer.from(body ?? '', 'base64url')
  if (version !== 'v1' || bytes.length < 28) throw new Error('This is not a sealed secret')
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(secretKey, 'seal'), bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

/** HMAC-SHA256 of a text as base64url: for addresses that prove themselves. */
export function sign(secretKey: SecretKey, purpose: string, text: string): string {
  return createHmac('sha256', deriveKey(secretKey, purpose)).update(text).digest('base64url')
}

/** A random token, base64url; 32 bytes unless told otherwise. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}

/** How a random token is stored: SHA-256 in hex. Not for passwords, which people choose. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'hex')
}

/** Compares two secrets in a time that depends on neither. */
export function isSameSecret(one: string, other: string): boolean {
  const digest = (text: string): Buffer => hash('sha256', text, 'buffer')
  return timingSafeEqual(digest(one), digest(other))
}

let lastTick = 0
let sequence = 0

const pool = Buffer.alloc(4096)
let poolUsed = pool.length

/** Random bytes that are used once. Asking the system for a few of them costs as much as asking for thousands. */
function takeRandom(size: number): Buffer {
  if (poolUsed + size > pool.length) {
    randomFillSync(pool)
    poolUsed = 0
  }
  poolUsed += size
  return pool.subarray(poolUsed - size, poolUsed)
}

/**
 * A UUID of version 7 (RFC 9562): ids made by this process sort in the order they were made, also within one millisecond
 * and when the clock goes back. The 12 bits after the time are a counter; when it is used up the time moves on by one.
 */
export function uuidv7(now: number = Date.now()): string {
  const random = takeRandom(10)
  if (now > lastTick) {
    lastTick = now
    sequence = random.readUInt16BE(0) & 0x7ff
  } else {
    sequence += 1
    if (sequence > 0xfff) {
      sequence = 0
      lastTick += 1
    }
  }
  const time = lastTick.toString(16).padStart(12, '0')
  const variant = (0x80 | ((random[2] ?? 0) & 0x3f)).toString(16)
  const tail = random.subarray(3, 10).toString('hex')
  const counter = sequence.toString(16).padStart(3, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${variant}${tail.slice(0, 2)}-${tail.slice(2)}`
}
