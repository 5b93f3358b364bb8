import { maxPieceBytes, type UploadView } from '#contract/files'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { storeStream } from '#lib/files/store-stream'
import type { Upload } from '#lib/http/route'
import { addPiece, findUpload, type UploadRef } from './queries.ts'
import type { UploadDeps } from './upload-deps.ts'
import { toUploadView } from './upload-view.ts'

/**
 * Keeps the next piece of an upload, whole or not at all. Nothing is locked while its bytes come: of two pieces for the same
 * place the first that has come whole moves the upload on, and the other is thrown away.
 */
export async function storePiece(
  deps: UploadDeps,
  ref: UploadRef,
  given: { offset: number; sha256: string | undefined },
  body: Upload,
): Promise<UploadView> {
  const upload = await findUpload(deps.db, ref)
  if (!upload) throw new AppError('upload.not_found')
  if (given.offset !== upload.received_bytes) throw otherOffset(upload.received_bytes)
  const stored = await storeStream(deps.storage, body.body, {
    maxBytes: Math.min(maxPieceBytes, upload.size_bytes - upload.received_bytes),
    contentLength: body.contentLength,
    keyPrefix: `${ref.accountId}/pieces`,
  })
  const { sizeBytes, sha256, storageKey } = stored
  try {
    if (given.sha256 !== undefined && given.sha256 !== sha256) throw new AppError('file.upload_broken')
    const piece = { startBytes: given.offset, sizeBytes, sha256, storageKey }
    const isNext = await inTransaction(deps.db, (tx) => addPiece(tx, ref, piece, deps.clock()))
    if (!isNext) throw otherOffset((await findUpload(deps.db, ref))?.received_bytes ?? 0)
  } catch (error) {
    await deps.storage.delete(storageKey)
    throw error
  }
  return toUploadView({ ...upload, received_bytes: given.offset + sizeBytes })
}

export function otherOffset(receivedBytes: number): AppError {
  return new AppError('upload.other_offset', { receivedBytes })
}
