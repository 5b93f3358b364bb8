import { createCipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from 'node:crypto'

/** A browser's keys: a point of P-256 and a secret of 16 bytes, both base64url. */
export type BrowserKeys = { p256dh: string; auth: string }

const recordSize = 4096
/** Encrypts for one browser, so that the push service reads nothing: aes128gcm (RFC 8188) as RFC 8291 says, in one record. */
export function encryptPush(
  text: Buffer,
  keys: BrowserKeys,
  own: { salt: Buffer; pair: ECDH } = freshOwn(),
): Buffer {
  const theirs = Buffer.from(keys.p256dh, 'base64url')
  const ours = own.pair.getPublicKey()
  const shared = own.pair.computeSecret(theirs)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours])
  const secret = derive(shared, Buffer.from(keys.auth, 'base64url'), info, 32)
  const key = derive(secret, own.salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = derive(secret, own.salt, 'Content-Encoding: nonce\0', 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(text), cipher.update(Buffer.from([2])), cipher.final()])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(recordSize)
  return Buffer.concat([own.salt, size, Buffer.from([ours.length]), ours, body, cipher.getAuthTag()])
}

/** Whether these are keys that can be encrypted for. */
export function areBrowserKeys(keys: BrowserKeys): boolean {
  try {
    encryptPush(Buffer.alloc(0), keys)
  } catch {
    return false
  }
  return Buffer.from(keys.auth, 'base64url').length === 16
}

function freshOwn(): { salt: Buffer; pair: ECDH } {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  return { salt: randomBytes(16), pair }
}

function derive(secret: Buffer, salt: Buffer, info: string | Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, bytes))
}
