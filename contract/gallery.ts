import { z } from 'zod'
import { actor, cursor, entityKind, id, idParam, instant, pageLimit, uuid } from './common.ts'
import { endpoint } from './endpoint.ts'
import { file } from './files.ts'
import { attachmentKind } from './messages.ts'

/** `pictures`: what is looked at in a grid, films too; `sounds`: voice messages and recordings; `documents`: everything else. */
export const galleryKinds = ['pictures', 'documents', 'sounds'] as const
export const galleryKind = z.enum(galleryKinds)
export type GalleryKind = (typeof galleryKinds)[number]

/** A file of a card, a contact or a company: sent or received in one of its conversations, written among colleagues, or of a note. */
export const galleryItem = z.object({
  id: z.string(),
  kind: attachmentKind,
  file,
  durationSeconds: z.number().nullable(),
  at: instant,
  author: actor,
  source: z.discriminatedUnion('from', [
    z.object({
      from: z.literal('message'),
      messageId: uuid,
      number: z.int(),
      direction: z.enum(['in', 'out']),
    }),
    z.object({ from: z.literal('internal'), messageId: uuid }),
    z.object({ from: z.literal('note'), noteId: id }),
  ]),
})
export type GalleryItem = z.output<typeof galleryItem>

export const listGallery = endpoint({
  id: 'gallery.list',
  summary:
    'Files of a card, a contact or a company, newest first: those of its conversations, of its team chat and of its notes',
  method: 'GET',
  path: '/cards/:kind/:cardId/files',
  permission: 'user',
  params: z.object({ kind: entityKind, cardId: idParam }),
  query: z.object({ files: galleryKind.optional(), cursor: cursor.optional(), limit: pageLimit }),
  output: z.object({ items: z.array(galleryItem), next: z.string().nullable() }),
  errors: ['deal.not_found', 'contact.not_found', 'company.not_found'],
})
