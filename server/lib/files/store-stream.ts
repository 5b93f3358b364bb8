import { createHash } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { uuidv7 } from '../crypto.ts'
import { AppError } from '../errors.ts'
import { pictureHeadBytes, readPictureSize } from './picture-size.ts'
import { sniffType } from './sniff-type.ts'
import { isStorageFull, refuseWithoutRoom } from './storage-full.ts'
import type { FileStorage } from './storage.ts'

export type StoredBytes = {
  storageKey: string
  sizeBytes: number
  sha256: string
  /** What the bytes are, whatever they are called. */
  mime: string
  width: number | null
  height: number | null
}

/**
 * Stores a stream under a new key, piece by piece, without ever holding it in memory. Throws `file.too_large` (details:
 * limitBytes), `file.empty`, `file.storage_full`, or `file.upload_broken` when the stream ends before its end; then nothing is
 * left behind.
 * A stream that is too large is not destroyed, so that its sender can still be answered.
 */
export async function storeStream(
  storage: FileStorage,
  body: Readable,
  options: { maxBytes: number; contentLength?: number | null; keyPrefix: string },
): Promise<StoredBytes> {
  const { maxBytes, contentLength = null, keyPrefix } = options
  if (contentLength !== null && contentLength > maxBytes) throw tooLarge(maxBytes)
  await refuseWithoutRoom(storage, contentLength ?? 0)
  const name = uuidv7()
  const path = join(storage.incomingFolder, name)
  try {
    const handle = await open(path, 'wx', 0o600)
    const written = await writeAll(handle, body, maxBytes).finally(() => handle.close())
    if (written.sizeBytes === 0) throw new AppError('file.empty')
    if (contentLength !== null && written.sizeBytes !== contentLength)
      throw new AppError('file.upload_broken')
    const mime = await sniffType(path, written.head)
    const size = readPictureSize(mime, written.head)
    const storageKey = `${keyPrefix}/${name}`
    await storage.keep(name, storageKey, { sizeBytes: written.sizeBytes, mime })
    return {
      storageKey,
      sizeBytes: written.sizeBytes,
      sha256: written.sha256,
      mime,
      width: size?.width ?? null,
      height: size?.height ?? null,
    }
  } catch (error) {
    await rm(path, { force: true })
    throw isStorageFull(error) ? new AppError('file.storage_full', {}, { cause: error }) : error
  }
}

function tooLarge(limitBytes: number): AppError {
  return new AppError('file.too_large', { limitBytes })
}

type Written = { sizeBytes: number; sha256: string; head: Buffer }

async function writeAll(handle: FileHandle, body: Readable, maxBytes: number): Promise<Written> {
  const hash = createHash('sha256')
  const heads: Buffer[] = []
  let headBytes = 0
  let sizeBytes = 0
  for await (const chunk of chunksOf(body)) {
    sizeBytes += chunk.length
    if (sizeBytes > maxBytes) throw tooLarge(maxBytes)
    hash.update(chunk)
    if (headBytes < pictureHeadBytes) {
      heads.push(chunk)
      headBytes += chunk.length
    }
    await handle.writeFile(chunk)
  }
  await handle.sync()
  return { sizeBytes, sha256: hash.digest('hex'), head: Buffer.concat(heads).subarray(0, pictureHeadBytes) }
}

/** The pieces of a stream; a fault of the stream itself, not of our disk, is a broken upload. */
async function* chunksOf(body: Readable): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<unknown> = body.iterator({ destroyOnReturn: false })
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw new AppError('file.upload_broken', {}, { cause: error })
      })
      if (next.done) return
      yield Buffer.isBuffer(next.value) ? next.value : Buffer.from(String(next.value))
    }
  } finally {
    // Lets go of the stream: what is left of a refused upload must be able to flow away.
    await chunks.return?.()
  }
}
