import type { FileProblem } from '#contract/imports'
import { findFiles, openFile, type StoredFile } from '#features/files'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import type { FileStorage } from '#lib/files/storage'
import { SheetError, type SheetSource } from '#lib/sheets/sheet'

/** The uploaded file of an import as a table is read from; null: it is no longer there. */
export async function openSource(
  { db, storage }: { db: Read; storage: FileStorage },
  { accountId, fileId }: { accountId: number; fileId: string },
): Promise<{ source: SheetSource; file: StoredFile } | null> {
  const [file] = await findFiles(db, accountId, [fileId])
  if (!file) return null
  const open: SheetSource['open'] = (range) =>
    range ? storage.open(file.storage_key, range) : openFile(storage, file)
  return { source: { sizeBytes: file.size_bytes, open }, file }
}

/** A file that is no table, told to who has uploaded it. */
export function unreadable(code: FileProblem, line: number | null = null): AppError {
  return new AppError('import.unreadable', { problem: code, line })
}

/** Throws `import.unreadable` for what is wrong with the file. */
export async function orUnreadable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    throw error instanceof SheetError ? unreadable(error.problem, error.line) : error
  }
}
