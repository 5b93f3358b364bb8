import type { UploadView } from '#contract/files'
import type { UploadRow } from './queries.ts'

export function toUploadView(upload: UploadRow): UploadView {
  return {
    id: upload.id,
    sizeBytes: upload.size_bytes,
    receivedBytes: upload.received_bytes,
    file: null,
  }
}
