import type { Connection, FetchedFile } from '../channel.ts'
import { readCount, readFields, readText } from '../read-unknown.ts'
import { isTokenRefused, type TelegramClient } from './client.ts'

const usualWaitMs = 10_000

/**
 * getFile, then the download. The link holds for an hour at least and is asked for anew each time; it carries the token and
 * goes nowhere else. The type is not told: it must be found in the bytes.
 */
export async function fetchFile(
  client: TelegramClient,
  connection: Connection,
  fileId: string,
): Promise<FetchedFile> {
  const found = await client.call(connection.token, 'getFile', { file_id: fileId })
  if (found.outcome === 'unsent' || found.outcome === 'unknown') return later(usualWaitMs)
  if (found.outcome === 'refused') {
    if (found.status === 429) return later(found.retryAfterMs ?? usualWaitMs)
    if (isTokenRefused(found)) return { outcome: 'later', retryAfterMs: 60_000, tokenRevoked: true }
    return /too big/i.test(found.description) || found.status === 413
      ? { outcome: 'too_big' }
      : { outcome: 'gone' }
  }
  const file = readFields(found.result)
  const path = readText(file?.['file_path'])
  if (path === null) return later(usualWaitMs)
  const opened = await client.download(connection.token, path)
  if (opened.outcome === 'failed') return later(usualWaitMs)
  if (opened.outcome === 'refused') return opened.status === 413 ? { outcome: 'too_big' } : later(usualWaitMs)
  const sizeBytes = opened.sizeBytes ?? readCount(file?.['file_size'])
  return { outcome: 'open', stream: opened.stream, sizeBytes, mime: null, name: null }
}

function later(retryAfterMs: number): FetchedFile {
  return { outcome: 'later', retryAfterMs, tokenRevoked: false }
}
