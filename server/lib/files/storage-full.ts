import { AppError } from '../errors.ts'
import type { FileStorage } from './storage.ts'

/** Files never take the last of a disk: a database on it needs room to write down that there is none. */
export const reservedBytes = 256 * 1024 * 1024

const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'XMinioStorageFull', 'QuotaExceeded', 'InsufficientStorage'])

/** Whether a file could not be written because its disk, or the bucket's store, is full. Looks through what wraps the reason. */
export function isStorageFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && fullCodes.has(error.code)) return true
  return fullCodes.has(error.name) || isStorageFull(error.cause)
}

/** Throws `file.storage_full` when so many more bytes would leave the disk with less than is reserved. */
export async function refuseWithoutRoom(
  storage: Pick<FileStorage, 'countFreeBytes'>,
  sizeBytes: number,
): Promise<void> {
  if ((await storage.countFreeBytes()) - sizeBytes < reservedBytes) throw new AppError('file.storage_full')
}
