import { z } from 'zod'
import { uuid } from './common.ts'
import { endpoint } from './endpoint.ts'

/** A stored file. `url` needs the session of somebody who may see the message or draft it belongs to. */
export const file = z.object({
  id: uuid,
  name: z.string(),
  mime: z.string(),
  sizeBytes: z.int(),
  url: z.string(),
  width: z.int().nullable(),
  height: z.int().nullable(),
})
export type FileView = z.output<typeof file>

/** The body is the raw bytes; `id` is made by the client, so that a repeated upload is the same file. */
export const uploadFile = endpoint({
  id: 'files.upload',
  kind: 'upload',
  summary: 'Store one file to be attached to a message',
  method: 'PUT',
  path: '/files/:fileId',
  permission: 'user',
  params: z.object({ fileId: uuid }),
  query: z.object({ name: z.string().min(1).max(500) }),
  output: file,
  errors: ['file.not_found', 'file.too_large', 'file.empty', 'file.upload_broken', 'file.storage_full'],
})

/** Answers bytes, with ranges; `download=1` asks for an attachment whatever the type. */
export const downloadFile = endpoint({
  id: 'files.download',
  kind: 'download',
  summary: 'The bytes of a file that belongs to a message or draft one may see',
  method: 'GET',
  path: '/files/:fileId',
  permission: 'user',
  params: z.object({ fileId: uuid }),
  query: z.object({ download: z.enum(['0', '1']).optional() }),
  errors: ['file.not_found'],
})

/** An upload that goes on after a broken connection. `file` is there when it is finished. */
export const upload = z.object({
  id: uuid,
  sizeBytes: z.int(),
  /** So many bytes are kept for good; the next piece begins here. */
  receivedBytes: z.int(),
  file: file.nullable(),
})
export type UploadView = z.output<typeof upload>

/** The largest piece the server takes; the uploader chooses smaller ones. */
export const maxPieceBytes = 16 * 1024 * 1024

const uploadParams = z.object({ uploadId: uuid })

/** `id` is made by the client and is the file's; a repeat answers how far the upload is. */
export const createUpload = endpoint({
  id: 'uploads.create',
  summary: 'Begin an upload that can be continued after a broken connection',
  method: 'POST',
  path: '/uploads',
  permission: 'user',
  body: z.object({ id: uuid, name: z.string().min(1).max(500), sizeBytes: z.int().positive() }),
  output: upload,
  errors: ['file.not_found', 'file.too_large', 'file.storage_full', 'upload.too_many'],
})

export const getUpload = endpoint({
  id: 'uploads.get',
  summary: 'How far an upload is',
  method: 'GET',
  path: '/uploads/:uploadId',
  permission: 'user',
  params: uploadParams,
  output: upload,
  errors: ['upload.not_found'],
})

/**
 * The body is the next bytes, all of one piece or none: kept when they have come whole and, where `sha256` is given, are what it
 * says. Another beginning than where the upload stands is `upload.other_offset` (details: receivedBytes); of two pieces for
 * one place the first to arrive is kept.
 */
export const sendPiece = endpoint({
  id: 'uploads.piece',
  kind: 'upload',
  summary: 'Send the next piece of an upload',
  method: 'PATCH',
  path: '/uploads/:uploadId',
  permission: 'user',
  params: uploadParams,
  query: z.object({
    offset: z.coerce.number().int().nonnegative(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
  output: upload,
  errors: [
    'upload.not_found',
    'upload.other_offset',
    'file.too_large',
    'file.empty',
    'file.upload_broken',
    'file.storage_full',
  ],
})

/** Puts the pieces together; a repeat answers the same file. Pieces are still missing: `upload.other_offset`. */
export const finishUpload = endpoint({
  id: 'uploads.finish',
  summary: 'Make the file of an upload that has come whole',
  method: 'POST',
  path: '/uploads/:uploadId/file',
  permission: 'user',
  params: uploadParams,
  output: file,
  errors: ['upload.not_found', 'upload.other_offset', 'file.upload_broken', 'file.storage_full'],
})

export const cancelUpload = endpoint({
  id: 'uploads.cancel',
  summary: 'Give an upload up and forget its pieces',
  method: 'DELETE',
  path: '/uploads/:uploadId',
  permission: 'user',
  params: uploadParams,
  errors: ['upload.not_found'],
})

export const storage = z.object({
  /** What the account's files take, and may take; null: as much as there is. */
  usedBytes: z.int(),
  quotaBytes: z.int().nullable(),
  /** How much more can be kept now. */
  leftBytes: z.int(),
  state: z.enum(['good', 'low', 'full']),
  /** Files of clients that wait at their messengers until there is room. */
  waitingFiles: z.int(),
})
export type StorageView = z.output<typeof storage>

export const getStorage = endpoint({
  id: 'storage.get',
  summary: 'How much room there is for files',
  method: 'GET',
  path: '/storage',
  permission: 'settings',
  output: storage,
})
