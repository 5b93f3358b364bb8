import { downloadFile, uploadFile } from '#contract/files'
import type { Config } from '#lib/config'
import { AppError } from '#lib/errors'
import { route, type Route } from '#lib/http/route'
import { canReadFile, findFile } from './queries.ts'
import { toDownload, toFileView } from './read-file.ts'
import { storeFile, type StoreDeps } from './store-file.ts'

export function routes(deps: StoreDeps & { config: Pick<Config, 'maxUploadBytes'> }): Route[] {
  return [
    route(uploadFile, async ({ fileId, name }, { caller }, { body, contentLength }) =>
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
    route(downloadFile, async ({ fileId, download }, { caller }) => {
      const file = await findFile(deps.db, caller.accountId, fileId)
      if (!file || !(await canReadFile(deps.db, caller, file))) throw new AppError('file.not_found')
      return toDownload(deps.storage, file, download === '1')
    }),
  ]
}
