import type { Selectable } from 'kysely'
import type { Uploads } from '#db'
import type { Read, Tx } from '#lib/db'

export type UploadRow = Selectable<Uploads>
/** Whose upload: nobody else's are seen. */
export type UploadRef = { accountId: number; userId: number; id: string }

export async function findUpload(db: Read, ref: UploadRef): Promise<UploadRow | undefined> {
  return db
    .selectFrom('uploads')
    .selectAll()
    .where('account_id', '=', ref.accountId)
    .where('user_id', '=', ref.userId)
    .where('id', '=', ref.id)
    .executeTakeFirst()
}

/** Adds the row; false when the id is taken already. */
export async function insertUpload(
  db: Read,
  ref: UploadRef,
  upload: { name: string; sizeBytes: number; at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('uploads')
    .values({
      account_id: ref.accountId,
      id: ref.id,
      user_id: ref.userId,
      name: upload.name,
      size_bytes: upload.sizeBytes,
      at: upload.at,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'id']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export async function countUploads(db: Read, ref: Omit<UploadRef, 'id'>): Promise<number> {
  const { count } = await db
    .selectFrom('uploads')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', ref.accountId)
    .where('user_id', '=', ref.userId)
    .executeTakeFirstOrThrow()
  return count
}

export type Piece = { startBytes: number; sizeBytes: number; sha256: string; storageKey: string }

/** Moves the upload on by a piece if it still stands where the piece begins. @returns whether it did. */
export async function addPiece(tx: Tx, ref: UploadRef, piece: Piece, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('uploads')
    .set({ received_bytes: piece.startBytes + piece.sizeBytes, at: now })
    .where('account_id', '=', ref.accountId)
    .where('user_id', '=', ref.userId)
    .where('id', '=', ref.id)
    .where('received_bytes', '=', piece.startBytes)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await tx
    .insertInto('upload_pieces')
    .values({
      account_id: ref.accountId,
      upload_id: ref.id,
      start_bytes: piece.startBytes,
      size_bytes: piece.sizeBytes,
      sha256: piece.sha256,
      storage_key: piece.storageKey,
    })
    .execute()
  return true
}

export async function listPieces(db: Read, ref: UploadRef): Promise<Piece[]> {
  return db
    .selectFrom('upload_pieces')
    .select(['start_bytes as startBytes', 'size_bytes as sizeBytes', 'sha256', 'storage_key as storageKey'])
    .where('account_id', '=', ref.accountId)
    .where('upload_id', '=', ref.id)
    .orderBy('start_bytes')
    .execute()
}

/** Deletes the row of an upload and those of its pieces. @returns where their bytes lie. */
export async function deleteUpload(tx: Tx, ref: UploadRef): Promise<string[]> {
  const keys = (await listPieces(tx, ref)).map((piece) => piece.storageKey)
  await tx
    .deleteFrom('uploads')
    .where('account_id', '=', ref.accountId)
    .where('user_id', '=', ref.userId)
    .where('id', '=', ref.id)
    .execute()
  return keys
}
