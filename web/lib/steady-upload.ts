import type { FileView, UploadView } from '#contract/files'
import { ApiError, isApiError } from './api-error.ts'

/** How one file reaches the server; each step throws `ApiError`, and each may be repeated. */
export type UploadRoad = {
  /** Begins the upload, or tells how far it is. */
  begin(): Promise<UploadView>
  /** Sends the bytes from `offset`; `onSent` is told how many of them have left. */
  send(offset: number, bytes: Blob, onSent: (count: number) => void): Promise<UploadView>
  finish(): Promise<FileView>
  /** Small files take one step: all bytes at once. */
  put(bytes: Blob, onSent: (count: number) => void): Promise<FileView>
  /** Resolves when it is worth trying again after so many failures in a row. */
  wait(failures: number, error: ApiError): Promise<void>
}

export type UploadProgress = {
  /** From 0 to 1. */
  share: number
  /** The connection broke; it goes on by itself. */
  isWaiting: boolean
}

/** A piece is what is lost at most when a connection breaks. */
export const pieceBytes = 2 * 1024 * 1024

/** Tries in a row at which the server answered, but with a failure. Without any answer it goes on trying until it is cancelled. */
const mostFailures = 8

/** Brings a file to the server through broken connections: piece by piece, each time from where the server stands. */
export async function uploadSteadily(
  road: UploadRoad,
  file: Blob,
  onProgress: (progress: UploadProgress) => void,
): Promise<FileView> {
  const tell = (sent: number, isWaiting: boolean): void =>
    onProgress({ share: file.size === 0 ? 0 : sent / file.size, isWaiting })
  let failures = 0
  let answered = 0
  let kept = 0
  for (;;) {
    try {
      return await tryOnce(road, file, (bytes, isKept) => {
        if (isKept) {
          kept = bytes
          failures = 0
          answered = 0
        }
        tell(bytes, false)
      })
    } catch (error) {
      if (!(error instanceof ApiError) || !isWorthAgain(error)) throw error
      failures += 1
      if (!isApiError(error, 'network.unreachable')) answered += 1
      if (answered > mostFailures) throw error
      tell(kept, true)
      await road.wait(failures, error)
    }
  }
}

type OnSent = (bytes: number, isKept: boolean) => void

async function tryOnce(road: UploadRoad, file: Blob, onSent: OnSent): Promise<FileView> {
  if (file.size <= pieceBytes) return road.put(file, (count) => onSent(count, false))
  const begun = await road.begin()
  if (begun.file) return begun.file
  let offset = begun.receivedBytes
  if (offset > 0) onSent(offset, true)
  while (offset < file.size) {
    const from = offset
    const piece = file.slice(from, from + pieceBytes)
    const { receivedBytes } = await road.send(from, piece, (count) => onSent(from + count, false))
    offset = receivedBytes
    onSent(offset, true)
  }
  return road.finish()
}

const worthAgain = new Set<string>([
  'network.unreachable',
  'server.unavailable',
  'server.failed',
  'request.too_many',
  'file.upload_broken',
  'upload.other_offset',
  // Given up by the server after a day: it begins anew.
  'upload.not_found',
])

function isWorthAgain(error: ApiError): boolean {
  return worthAgain.has(error.code)
}
