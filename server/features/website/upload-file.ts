import type { EndpointOutput } from '#contract/endpoint'
import type { uploadVisitorFile } from '#contract/website'
import { storeFile } from '#features/files'
import { AppError } from '#lib/errors'
import type { Upload } from '#lib/http/route'
import { claimUpload, countUploads, type Visitor } from './queries.ts'
import type { WebsiteDeps } from './website-deps.ts'

/** More than any client needs, and no way to fill the disk from one browser. */
const maxUploadsADay = 200
const dayMs = 24 * 60 * 60_000

/** Stores a visitor's file. An id that is somebody else's file is `file.upload_broken`: nothing is told about that file. */
export async function uploadFile(
  deps: WebsiteDeps,
  visitor: Visitor,
  file: { fileId: string; name: string },
  upload: Upload,
): Promise<EndpointOutput<typeof uploadVisitorFile>> {
  const now = deps.clock()
  const since = new Date(now.getTime() - dayMs)
  const earlier = await countUploads(deps.db, visitor, { since, exceptId: file.fileId })
  if (earlier >= maxUploadsADay) throw new AppError('request.too_many', { retryAfterSeconds: 3600 })
  const isOwn = await claimUpload(deps.db, visitor, file.fileId, now)
  if (!isOwn) throw new AppError('file.upload_broken')
  const stored = await storeFile(deps, {
    accountId: visitor.accountId,
    id: file.fileId,
    name: file.name,
    uploadedBy: { kind: 'client', id: null },
    chatId: null,
    body: upload.body,
    contentLength: upload.contentLength,
    maxBytes: deps.config.maxUploadBytes,
  })
  return { id: stored.id, name: stored.name, mime: stored.mime, sizeBytes: stored.size_bytes }
}
