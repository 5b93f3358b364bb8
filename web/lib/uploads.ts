import { cancelUpload, createUpload, finishUpload, sendPiece, uploadFile } from '#contract/files'
import type { FileView, UploadView } from '#contract/files'
import type { Endpoint } from '#contract/endpoint'
import { addressOf, call, heedRefusal, userHeaders } from './api.ts'
import { ApiError, readError } from './api-error.ts'
import { pageUserId } from './page-user.ts'
import { pieceBytes, uploadSteadily } from './steady-upload.ts'
import type { UploadProgress } from './steady-upload.ts'
import { untilReachable } from './until-reachable.ts'

export type Upload = { done: Promise<FileView>; cancel: () => void }

/**
 * Brings one file to the server, through broken connections too; `id` is made by the caller, and the same id is the same file.
 * `done` rejects with `ApiError`; after `cancel` with `network.cancelled`.
 */
export function startUpload(id: string, file: File, onProgress: (progress: UploadProgress) => void): Upload {
  const giveUp = new AbortController()
  const { signal } = giveUp
  const userId = pageUserId()
  const options = { signal, as: userId }
  const done = uploadSteadily(
    {
      begin: () => call(createUpload, { id, name: file.name, sizeBytes: file.size }, options),
      send: async (offset, bytes, onSent) => {
        const sha256 = await sumOf(bytes)
        const input = { uploadId: id, offset, ...(sha256 === null ? {} : { sha256 }) }
        return sendBytes<UploadView>(sendPiece, input, bytes, { onSent, signal, userId })
      },
      finish: () => call(finishUpload, { uploadId: id }, options),
      put: (bytes, onSent) =>
        sendBytes<FileView>(uploadFile, { fileId: id, name: file.name }, bytes, { onSent, signal, userId }),
      wait: (failures, error) => untilReachable(failures, error.details['retryAfterSeconds'], signal),
    },
    file,
    onProgress,
  )
  return {
    done,
    cancel: () => {
      giveUp.abort()
      // What is not told now is swept away by the server after a day.
      if (file.size > pieceBytes)
        call(cancelUpload, { uploadId: id }, { keepalive: true, as: userId }).catch(() => {})
    },
  }
}

type SendOptions = { onSent: (count: number) => void; signal: AbortSignal; userId: number | null }

/** XHR, because fetch does not tell how much has left. */
function sendBytes<Answer>(
  endpoint: Endpoint,
  input: unknown,
  bytes: Blob,
  { onSent, signal, userId }: SendOptions,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new ApiError('network.cancelled'))
    const request = new XMLHttpRequest()
    const stop = (): void => request.abort()
    signal.addEventListener('abort', stop, { once: true })
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onSent(event.loaded)
    }
    request.onload = () => {
      const isGood = request.status >= 200 && request.status < 300
      const error = isGood ? null : readError(request.status, request.response)
      if (error) heedRefusal(error, userId)
      // The border: the server has checked its answer against the endpoint's own schema.
      if (error) reject(error)
      else resolve(request.response as Answer)
    }
    request.onerror = () => reject(new ApiError('network.unreachable'))
    request.onabort = () => reject(new ApiError('network.cancelled'))
    request.onloadend = () => signal.removeEventListener('abort', stop)
    request.responseType = 'json'
    request.open(endpoint.method, addressOf(endpoint, input).path)
    request.setRequestHeader('content-type', 'application/octet-stream')
    for (const [name, value] of Object.entries(userHeaders(userId))) request.setRequestHeader(name, value)
    request.send(bytes)
  })
}

/** The piece's SHA-256 in hex; null where the browser has none: pages that came over plain http. */
async function sumOf(bytes: Blob): Promise<string | null> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle
  if (subtle === undefined) return null
  const sum = await subtle.digest('SHA-256', await bytes.arrayBuffer())
  return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
