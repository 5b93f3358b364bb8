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
  errors: ['file.not_found', 'file.too_large', 'file.empty', 'file.upload_broken'],
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
