import type { FetchedFile } from '../channel.ts'
import type { ViberClient } from './client.ts'
import { readWebAddress } from './read-web-address.ts'

const usualWaitMs = 10_000

/** The address came with the message. Once it has run out nobody can give another, so a refusal is for good. */
export async function fetchFile(client: ViberClient, remoteRef: string): Promise<FetchedFile> {
  const address = readWebAddress(remoteRef)
  if (address === null) return { outcome: 'gone' }
  const opened = await client.download(address)
  if (opened.outcome === 'opened') {
    const { stream, sizeBytes, mime } = opened
    return { outcome: 'open', stream, sizeBytes, mime, name: null }
  }
  if (opened.outcome === 'failed') return opened.code === 'address_refused' ? { outcome: 'gone' } : later()
  const { status } = opened
  const mayWorkLater = status >= 500 || status === 408 || status === 429
  return mayWorkLater ? later() : { outcome: 'gone' }
}

function later(): FetchedFile {
  return { outcome: 'later', retryAfterMs: usualWaitMs, tokenRevoked: false }
}
