import * as contract from '#contract/files'
import { AppError } from '#lib/errors'
import { route, type Caller, type Route } from '#lib/http/route'
import { canReadFile, findFile } from './queries.ts'
import { toDownload, toFileView } from './read-file.ts'
import { findRoom } from './room.ts'
import { storeFile } from './store-file.ts'
import { createUpload, getUpload } from './uploads/create-upload.ts'
import { finishUpload, forgetUpload } from './uploads/finish-upload.ts'
import { findUpload, type UploadRef } from './uploads/queries.ts'
import { storePiece } from './uploads/store-piece.ts'
import type { UploadDeps } from './uploads/upload-deps.ts'

export function routes(deps: UploadDeps): Route[] {
  return [
    route(contract.uploadFile, async ({ fileId, name }, { caller }, { body, contentLength }) =>
      toFileView(
        await storeFile(deps, {
          accountId: caller.accountId,
          id: fileId,
          name,
          uploadedBy: { kind: 'user', id: caller.userId },
          chatId: null,
          body,
          contentLength,
          maxBytes: deps.config.maxUploadBytes,
        }),
      ),
    ),
    route(contract.downloadFile, async ({ fileId, download }, { caller }) => {
      const file = await findFile(deps.db, caller.accountId, fileId)
      if (!file || !(await canReadFile(deps.db, caller, file))) throw new AppError('file.not_found')
      return toDownload(deps.storage, file, download === '1')
    }),
    route(contract.getStorage, (_input, { caller }) => findRoom(deps, caller.accountId)),
    route(contract.createUpload, ({ id, ...given }, { caller }) =>
      createUpload(deps, refOf(caller, id), given),
    ),
    route(contract.getUpload, async ({ uploadId }, { caller }) => {
      const upload = await getUpload(deps, refOf(caller, uploadId))
      if (!upload) throw new AppError('upload.not_found')
      return upload
    }),
    route(contract.sendPiece, ({ uploadId, offset, sha256 }, { caller }, body) =>
      storePiece(deps, refOf(caller, uploadId), { offset, sha256 }, body),
    ),
    route(contract.finishUpload, ({ uploadId }, { caller }) => finishUpload(deps, refOf(caller, uploadId))),
    route(contract.cancelUpload, async ({ uploadId }, { caller }) => {
      const ref = refOf(caller, uploadId)
      if (!(await findUpload(deps.db, ref))) throw new AppError('upload.not_found')
      await forgetUpload(deps, ref)
      return {}
    }),
  ]
}

function refOf({ accountId, userId }: Caller, id: string): UploadRef {
  return { accountId, userId, id }
}
