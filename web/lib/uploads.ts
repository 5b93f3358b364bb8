import { uploadFile } from '#contract/files'
import type { FileView } from '#contract/files'
import { addressOf } from './api.ts'
import { ApiError, readError } from './api-error.ts'

export type Upload = { done: Promise<FileView>; cancel: () => void }

/**
 * Sends one file; `id` is made by the caller, and the same id is the same file. `onProgress` gets the share sent, 0 to 1.
 * `done` rejects with `ApiError`; after `cancel` with `network.cancelled`. XHR, because fetch does not tell how much has left.
 */
export function startUpload(id: string, file: File, onProgress: (share: number) => void): Upload {
  const request = new XMLHttpRequest()
  const done = new Promise<FileView>((resolve, reject) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total)
    }
    request.onload = () => {
      if (request.status < 200 || request.status > 299) reject(readError(request.status, request.response))
      else resolve(request.response as FileView)
    }
    request.onerror = () => reject(new ApiError('network.unreachable'))
    request.onabort = () => reject(new ApiError('network.cancelled'))
    request.responseType = 'json'
    request.open(uploadFile.method, addressOf(uploadFile, { fileId: id, name: file.name }).path)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.send(file)
  })
  return { done, cancel: () => request.abort() }
}
