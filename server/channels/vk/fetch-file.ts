import type { FetchedFile } from '../channel.ts'
import type { ClientFor } from '../client-for.ts'
import { isWebAddress } from './client.ts'

const usualWaitMs = 10_000
const timeoutMs = 30_000
const maxHops = 5

/**
 * Files of VK are public addresses. That of a document leads on to where the bytes are; each hop is judged anew. When the
 * document is no longer there, its address answers with a page instead.
 */
export async function fetchFile(clientFor: ClientFor, remoteRef: string): Promise<FetchedFile> {
  let address = remoteRef
  for (let hop = 0; hop <= maxHops; hop += 1) {
    if (!isWebAddress(address)) return { outcome: 'gone' }
    const answer = await clientFor(address).open({ method: 'GET', url: address, timeoutMs })
    if (answer.outcome !== 'opened') return answer.code === 'address_refused' ? { outcome: 'gone' } : later()
    const { status, headers, stream } = answer
    const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? null
    if (status === 200 && !(type === 'text/html' && isDocumentPage(address))) {
      const length = Number(headers['content-length'])
      const sizeBytes = Number.isSafeInteger(length) && length > 0 ? length : null
      return { outcome: 'open', stream, sizeBytes, mime: type, name: null }
    }
    stream.destroy()
    if (status === 200 || [401, 403, 404, 410].includes(status)) return { outcome: 'gone' }
    const next = status >= 300 && status < 400 ? headers.location : undefined
    if (next === undefined || !URL.canParse(next, address)) return later()
    address = new URL(next, address).href
  }
  return { outcome: 'gone' }
}

function isDocumentPage(address: string): boolean {
  return /^\/doc-?\d+_\d+$/.test(new URL(address).pathname)
}

function later(): FetchedFile {
  return { outcome: 'later', retryAfterMs: usualWaitMs, tokenRevoked: false }
}
