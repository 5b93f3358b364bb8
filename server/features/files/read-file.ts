import type { Readable } from 'node:stream'
import type { FileView } from '#contract/files'
import type { FileStorage } from '#lib/files/storage'
import type { Download } from '#lib/http/route'
import type { StoredFile } from './queries.ts'

/** The bytes of a stored file, all of them. */
export async function openFile(
  storage: FileStorage,
  file: Pick<StoredFile, 'storage_key'>,
): Promise<Readable> {
  return storage.open(file.storage_key)
}

/** A stored file as the HTTP adapter answers it. */
export function toDownload(storage: FileStorage, file: StoredFile, asAttachment: boolean): Download {
  return {
    name: file.name,
    mime: file.mime,
    sizeBytes: file.size_bytes,
    etag: file.sha256,
    asAttachment,
    open: (range) => storage.open(file.storage_key, range),
  }
}

function fileUrl(fileId: string): string {
  return `/api/files/${fileId}`
}

export function toFileView(file: StoredFile): FileView {
  return {
    id: file.id,
    name: file.name,
    mime: file.mime,
    sizeBytes: file.size_bytes,
    url: fileUrl(file.id),
    width: file.width,
    height: file.height,
  }
}
