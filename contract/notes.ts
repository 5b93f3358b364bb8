import { z } from 'zod'
import {
  actor,
  cursor,
  entityKind,
  entityRef,
  id,
  idParam,
  instant,
  messageText,
  pageLimit,
  uuid,
} from './common.ts'
import { endpoint } from './endpoint.ts'
import { file } from './files.ts'

export const mostNoteFiles = 30
/** So many can be pinned on one card or contact. */
export const mostPinnedNotes = 20

const text = messageText.trim()
const fileIds = z.array(uuid).max(mostNoteFiles)

/** Words of colleagues on a card or a contact. They never leave to clients. */
export const note = z.object({
  id,
  holder: entityRef,
  text: z.string(),
  files: z.array(file),
  author: actor,
  createdAt: instant,
  editedAt: instant.nullable(),
  isPinned: z.boolean(),
  /** One's own; admins all. */
  canEdit: z.boolean(),
  canPin: z.boolean(),
})
export type NoteView = z.output<typeof note>

const holderErrors = ['deal.not_found', 'contact.not_found'] as const

export const listNotes = endpoint({
  id: 'notes.list',
  summary: 'Notes of a card or contact, newest first',
  method: 'GET',
  path: '/notes',
  permission: 'user',
  query: z.object({
    kind: entityKind,
    id: idParam,
    isPinned: z.enum(['true']).optional(),
    cursor: cursor.optional(),
    limit: pageLimit,
  }),
  output: z.object({ items: z.array(note), next: z.string().nullable() }),
  errors: holderErrors,
})

/** `requestId` is made by the client: a repeat answers the note that is there. */
export const createNote = endpoint({
  id: 'notes.create',
  summary: 'Write a note on a card or contact',
  method: 'POST',
  path: '/notes',
  permission: 'user',
  body: z.object({ requestId: uuid, holder: entityRef, text, fileIds: fileIds.default([]) }),
  output: note,
  errors: [...holderErrors, 'note.empty', 'file.not_found', 'session.forbidden'],
})

const noteParams = z.object({ noteId: idParam })

export const getNote = endpoint({
  id: 'notes.get',
  summary: 'One note',
  method: 'GET',
  path: '/notes/:noteId',
  permission: 'user',
  params: noteParams,
  output: note,
  errors: ['note.not_found'],
})

export const changeNote = endpoint({
  id: 'notes.change',
  summary: 'Change one’s own note; admins change all',
  method: 'PATCH',
  path: '/notes/:noteId',
  permission: 'user',
  params: noteParams,
  body: z.object({ text: text.optional(), fileIds: fileIds.optional() }),
  output: note,
  errors: ['note.not_found', 'note.empty', 'file.not_found', 'session.forbidden'],
})

export const pinNote = endpoint({
  id: 'notes.pin',
  summary: 'Pin a note above the feed, or let it go',
  method: 'PUT',
  path: '/notes/:noteId/pin',
  permission: 'user',
  params: noteParams,
  body: z.object({ isPinned: z.boolean() }),
  output: note,
  errors: ['note.not_found', 'note.too_many_pinned', 'session.forbidden'],
})

export const deleteNote = endpoint({
  id: 'notes.delete',
  summary: 'Delete one’s own note; admins delete all',
  method: 'DELETE',
  path: '/notes/:noteId',
  permission: 'user',
  params: noteParams,
  errors: ['note.not_found', 'session.forbidden'],
})
