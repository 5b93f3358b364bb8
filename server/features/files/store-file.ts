import type { Readable } from 'node:stream'
import { inTransaction, type Db } from '#lib/db'
import { AppError } from '#lib/errors'
import type { FileStorage } from '#lib/files/storage'
import { storeStream } from '#lib/files/store-stream'
import { findFile, insertFile, type StoredFile } from './queries.ts'
import { refuseOverQuota } from './room.ts'

export type StoreDeps = { db: Db; storage: FileStorage }

export type NewFile = {
  accountId: number
  /** Made by who uploads, so that a repeat is the same file. */
  id: string
  name: string
  uploadedBy: { kind: string; id: number | null }
  chatId: string | null
  body: Readable
  contentLength: number | null
  maxBytes: number
}

/**
 * Stores a file and its row. A repeat by the same uploader answers the first file without reading the bytes again; an id
 * that is somebody else's is `file.not_found`. Throws what `storeStream` throws; `file.storage_full` also when the account
 * has used up what it may keep.
 */
export async function storeFile(deps: StoreDeps, file: NewFile): Promise<StoredFile> {
  const earlier = await findFile(deps.db, file.accountId, file.id)
  if (earlier) return sameUploader(earlier, file)
  await refuseOverQuota(deps, file.accountId, file.contentLength ?? 0)
  const stored = await storeStream(deps.storage, file.body, {
    maxBytes: file.maxBytes,
    contentLength: file.contentLength,
    keyPrefix: String(file.accountId),
  })
  try {
    const added = await insertWithinQuota(deps, {
      account_id: file.accountId,
      id: file.id,
      name: cleanFileName(file.name),
      mime: stored.mime,
      size_bytes: stored.sizeBytes,
      sha256: stored.sha256,
      width: stored.width,
      height: stored.height,
      storage_key: stored.storageKey,
      uploaded_by_kind: file.uploadedBy.kind,
      uploaded_by_id: file.uploadedBy.id,
      chat_id: file.chatId,
    })
    if (added) return added
  } catch (error) {
    await deps.storage.delete(stored.storageKey)
    throw error
  }
  // The same upload came twice at once, and the other one was first.
  await deps.storage.delete(stored.storageKey)
  const winner = await findFile(deps.db, file.accountId, file.id)
  if (!winner) throw new AppError('file.not_found')
  return sameUploader(winner, file)
}

/** The row makes the database count the file: of two that fit one by one but not together, the later is refused. */
function insertWithinQuota(
  { db, storage }: StoreDeps,
  file: Parameters<typeof insertFile>[1],
): Promise<StoredFile | undefined> {
  return inTransaction(db, async (tx) => {
    const added = await insertFile(tx, file)
    if (added) await refuseOverQuota({ db: tx, storage }, file.account_id, 0)
    return added
  })
}

function sameUploader(found: StoredFile, file: NewFile): StoredFile {
  const isSame =
    found.uploaded_by_kind === file.uploadedBy.kind && found.uploaded_by_id === file.uploadedBy.id
  if (!isSame) throw new AppError('file.not_found')
  return found
}

/** A name without folders and control characters, at most 255 characters; it is shown and saved, never opened by us. */
function cleanFileName(name: string): string {
  const last =
    name
      .toWellFormed()
      .replaceAll(/\p{Cc}/gu, '')
      .split(/[/\\]/)
      .at(-1)
      ?.trim() ?? ''
  const dot = last.lastIndexOf('.')
  const ending = dot > 0 && last.length - dot <= 20 ? last.slice(dot) : ''
  const short = last.length > 255 ? `${last.slice(0, 255 - ending.length).toWellFormed()}${ending}` : last
  return short === '' || short === '.' || short === '..' ? 'file' : short
}
