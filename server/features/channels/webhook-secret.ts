import type { ChannelRef } from '#channels/channel'
import { hashToken, sign, type SecretKey } from '#lib/crypto'

export type WebhookSecret = { path: string; hash: string }

/**
 * The secret part of a channel's webhook address. It is computed, not kept: the database holds only its hash, and whoever
 * sets the webhook at the same time sets the same one. Another nonce makes another secret.
 */
export function webhookSecret(
  secretKey: SecretKey,
  ref: Pick<ChannelRef, 'accountId' | 'id'>,
  nonce: string,
): WebhookSecret {
  const path = sign(secretKey, 'webhook-path', `${ref.accountId}:${ref.id}:${nonce}`)
  return { path, hash: hashToken(path) }
}

/** What the messenger repeats beside every update, so that the address alone opens nothing. */
export function webhookProof(secretKey: SecretKey, hash: string): string {
  return sign(secretKey, 'webhook-proof', hash)
}

export function webhookPath(kind: string, secret: WebhookSecret): string {
  return `/hooks/${kind}/${secret.path}`
}
