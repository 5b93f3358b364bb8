import { z } from 'zod'
import { id, idParam, instant } from './common.ts'
import { endpoint } from './endpoint.ts'

/** What an account can keep of a person, in the order in which it is told and erased. */
export const personalKinds = [
  'messages',
  'search',
  'conversations',
  'scheduled',
  'drafts',
  'internal',
  'notes',
  'tasks',
  'notifications',
  'events',
  'letters',
  'imports',
  'visits',
  'chats',
  'fields',
  'cards',
  'points',
  'contact',
  'files',
] as const
export type PersonalKind = (typeof personalKinds)[number]

/** How much there is of each kind; kinds that are not named have nothing. */
export const personalCounts = z.partialRecord(z.enum(personalKinds), z.int().positive())
export type PersonalCounts = z.output<typeof personalCounts>

export const erasurePreview = z.object({
  /** To be typed by who erases. */
  name: z.string(),
  counts: personalCounts,
  /** Conversations that are open now: they are closed. */
  open: z.int(),
})

/** What proves an erasure: nothing in it is of the person. */
export const erasure = z.object({
  id,
  contactId: id,
  at: instant,
  byUserId: id,
  /** Numbers of the conversations that are empty now. */
  conversations: z.array(z.int()),
  erased: personalCounts,
  /** What a second look found afterwards: nothing. */
  remaining: personalCounts,
})
export type ErasureView = z.output<typeof erasure>

const contactParams = z.object({ contactId: idParam })

export const previewErasure = endpoint({
  id: 'erasures.preview',
  summary: 'What would go if this person were erased',
  method: 'GET',
  path: '/contacts/:contactId/erasure',
  permission: 'settings',
  params: contactParams,
  output: erasurePreview,
  errors: ['contact.not_found'],
})

/** Cannot be undone. What the person wrote, his files, names and addresses go; the numbers of his conversations stay. */
export const eraseContact = endpoint({
  id: 'erasures.create',
  summary: 'Erase a person: everything that is known of him, but the numbers of his conversations',
  method: 'POST',
  path: '/contacts/:contactId/erasure',
  permission: 'settings',
  params: contactParams,
  body: z.object({
    /** The name as it is shown, against a slip. */
    name: z.string(),
  }),
  output: erasure,
  errors: ['contact.not_found', 'erasure.name_differs'],
})

export const listErasures = endpoint({
  id: 'erasures.list',
  summary: 'Who was erased when and by whom, newest first, at most 200',
  method: 'GET',
  path: '/erasures',
  permission: 'settings',
  output: z.object({ items: z.array(erasure) }),
})
