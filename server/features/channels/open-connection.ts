import type { ChannelRef, Connection } from '#channels/channel'
import { seal, unseal, type SecretKey } from '#lib/crypto'

const opened = new Map<string, string>()
const maxOpened = 10_000

/**
 * What is needed to call the messenger for a channel. Unsealed once for each sealed text: a channel that is connected anew
 * has another one. Throws for a channel without secrets.
 */
export function openConnection(
  secretKey: SecretKey,
  channel: Pick<ChannelRef, 'accountId' | 'id'> & {
    secretsSealed: string | null
    externalId: string
    name?: string
  },
): Connection {
  const { secretsSealed } = channel
  if (secretsSealed === null) throw new Error('This channel has no secrets')
  const { externalId, name } = channel
  const known = opened.get(secretsSealed)
  if (known !== undefined) return { token: known, externalId, name }
  const token = unseal(secretKey, secretsSealed, contextOf(channel))
  if (opened.size >= maxOpened) opened.clear()
  opened.set(secretsSealed, token)
  return { token, externalId, name }
}

export function sealToken(
  secretKey: SecretKey,
  ref: Pick<ChannelRef, 'accountId' | 'id'>,
  token: string,
): string {
  return seal(secretKey, token, contextOf(ref))
}

function contextOf(ref: Pick<ChannelRef, 'accountId' | 'id'>): string {
  return `channel:${ref.accountId}:${ref.id}`
}
