import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FileView } from '#contract/files'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import type { FileStorage } from '#lib/files/storage'
import { toFileView } from '../read-file.ts'
import { storeFile } from '../store-file.ts'
import { getUpload } from './create-upload.ts'
import { deleteUpload, findUpload, listPieces, type Piece, type UploadRef } from './queries.ts'
import { otherOffset } from './store-piece.ts'
import type { UploadDeps } from './upload-deps.ts'

/**
 * Makes the file of an upload whose pieces have all come, and forgets the pieces. It may be asked for again, also while it
 * is being done: the file is one. Pieces that are not what came are forgotten: the upload has to begin anew.
 */
export async function finishUpload(deps: UploadDeps, ref: UploadRef): Promise<FileView> {
  const upload = await findUpload(deps.db, ref)
  if (!upload) {
    const known = await getUpload(deps, ref)
    if (!known?.file) throw new AppError('upload.not_found')
    return known.file
  }
  if (upload.received_bytes < upload.size_bytes) throw otherOffset(upload.received_bytes)
  const pieces = await listPieces(deps.db, ref)
  try {
    const file = await storeFile(deps, {
      accountId: ref.accountId,
      id: ref.id,
      name: upload.name,
      uploadedBy: { kind: 'user', id: ref.userId },
      chatId: null,
      body: Readable.from(readPieces(deps.storage, pieces)),
      contentLength: upload.size_bytes,
      maxBytes: upload.size_bytes,
    })
    await forgetUpload(deps, ref)
    return toFileView(file)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'file.upload_broken') throw error
    // Whoever finished it meanwhile took the pieces away.
    const known = await getUpload(deps, ref)
    if (known?.file) return known.file
    if (error.cause instanceof DamagedPiece) await forgetUpload(deps, ref)
    throw error
  }
}

class DamagedPiece extends Error {}

/** Deletes an upload that is finished or given up. The rows go first: bytes without a row harm nobody. */
export async function forgetUpload(deps: Pick<UploadDeps, 'db' | 'storage'>, ref: UploadRef): Promise<void> {
  const keys = await inTransaction(deps.db, (tx) => deleteUpload(tx, ref))
  for (const key of keys) await deps.storage.delete(key)
}

async function* readPieces(storage: FileStorage, pieces: readonly Piece[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    const hash = createHash('sha256')
    for await (const chunk of await storage.open(piece.storageKey)) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
      hash.update(bytes)
      yield bytes
    }
    if (hash.digest('hex') !== piece.sha256) throw new DamagedPiece('A piece of an upload is not what came')
  }
}
