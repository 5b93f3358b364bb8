import type { UploadView } from '#contract/files'
import { AppError, tooMany } from '#lib/errors'
import { refuseWithoutRoom } from '#lib/files/storage-full'
import { findFile } from '../queries.ts'
import { toFileView } from '../read-file.ts'
import { refuseOverQuota } from '../room.ts'
import { countUploads, findUpload, insertUpload, type UploadRef } from './queries.ts'
import type { UploadDeps } from './upload-deps.ts'
import { toUploadView } from './upload-view.ts'

/** More than anybody uploads at once, and no way to fill the disk with beginnings. */
const mostUnfinished = 200

/** Begins an upload; what cannot be kept is refused before its bytes are sent. */
export async function createUpload(
  deps: UploadDeps,
  ref: UploadRef,
  given: { name: string; sizeBytes: number },
): Promise<UploadView> {
  const { db, storage, config } = deps
  const known = await getUpload(deps, ref)
  if (known) return known
  if (await findFile(db, ref.accountId, ref.id)) throw new AppError('file.not_found')
  if (given.sizeBytes > config.maxUploadBytes) {
    throw new AppError('file.too_large', { limitBytes: config.maxUploadBytes })
  }
  await refuseOverQuota(deps, ref.accountId, given.sizeBytes)
  // The pieces and the file they become lie side by side for a moment.
  await refuseWithoutRoom(storage, 2 * given.sizeBytes)
  if ((await countUploads(db, ref)) >= mostUnfinished) throw tooMany('upload.too_many', mostUnfinished)
  await insertUpload(db, ref, { ...given, at: deps.clock() })
  // Of two beginnings at once both find the one row; somebody else's row is nobody's business.
  const created = await getUpload(deps, ref)
  if (!created) throw new AppError('file.not_found')
  return created
}

/** How far an upload is; null when there is none of this user's. */
export async function getUpload({ db }: Pick<UploadDeps, 'db'>, ref: UploadRef): Promise<UploadView | null> {
  const upload = await findUpload(db, ref)
  if (upload) return toUploadView(upload)
  const file = await findFile(db, ref.accountId, ref.id)
  const isOwn = file?.uploaded_by_kind === 'user' && file.uploaded_by_id === ref.userId
  if (!file || !isOwn) return null
  return { id: file.id, sizeBytes: file.size_bytes, receivedBytes: file.size_bytes, file: toFileView(file) }
}
