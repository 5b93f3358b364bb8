import { sql } from 'kysely'
import type { StorageView } from '#contract/files'
import type { Db, Read } from '#lib/db'
import { AppError } from '#lib/errors'
import type { FileStorage } from '#lib/files/storage'
import { refuseWithoutRoom, reservedBytes } from '#lib/files/storage-full'
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

const mib = 1024 * 1024
/** Less than this and no file worth the name fits. */
const fullBytes = mib
/** Less than this, or than a tenth of what is allowed, and somebody should look. */
const lowBytes = 1024 * mib

/** How much room there is for an account's files, as its admins should know it. */
export async function findRoom(
  { db, storage }: { db: Read; storage: Pick<FileStorage, 'quotaBytes' | 'countFreeBytes'> },
  accountId: number,
): Promise<StorageView> {
  const { quotaBytes } = storage
  const usedBytes = await countStoredBytes(db, accountId)
  const onDisk = (await storage.countFreeBytes()) - reservedBytes
  const inQuota = quotaBytes === null ? Infinity : quotaBytes - usedBytes
  const leftBytes = Math.max(0, Math.min(onDisk, inQuota))
  const isLow = onDisk < lowBytes || (quotaBytes !== null && inQuota < quotaBytes / 10)
  const state = leftBytes < fullBytes ? 'full' : isLow ? 'low' : 'good'
  return { usedBytes, quotaBytes, leftBytes, state, waitingFiles: await countWaiting(db, accountId) }
}

async function countWaiting(db: Read, accountId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from attachments where account_id = ${accountId} and wait_reason is not null`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}
