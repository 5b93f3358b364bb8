import type { Db, Read } from '#lib/db'
import { AppError } from '#lib/errors'
import type { FileStorage } from '#lib/files/storage'
import { refuseWithoutRoom } from '#lib/files/storage-full'
import { countStoredBytes } from './queries.ts'

type Quota = { db: Read; storage: Pick<FileStorage, 'quotaBytes'> }

/** Throws `file.storage_full` when the account may not keep so many more bytes. */
export async function refuseOverQuota(
  { db, storage }: Quota,
  accountId: number,
  sizeBytes: number,
): Promise<void> {
  if (storage.quotaBytes === null) return
  if ((await countStoredBytes(db, accountId)) + sizeBytes > storage.quotaBytes) {
    throw new AppError('file.storage_full')
  }
}

/** Throws `file.storage_full` when so many more bytes cannot be kept now, before anybody fetches or sends them. */
export async function refuseFull(
  { db, storage }: { db: Db; storage: FileStorage },
  accountId: number,
  sizeBytes: number,
): Promise<void> {
  await refuseOverQuota({ db, storage }, accountId, sizeBytes)
  await refuseWithoutRoom(storage, sizeBytes)
}
