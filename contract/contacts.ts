import { z } from 'zod'
import { avatarUrl, cursor, id, idParam, instant, line, name, pageLimit, uuid } from './common.ts'
import { channelKind } from './channels.ts'
import { endpoint } from './endpoint.ts'

export const contactPoint = z.object({
  kind: z.enum(['phone', 'email']),
  /** As shown: a phone in international form. */
  value: z.string(),
  isPrimary: z.boolean(),
  /** Who vouches for it; `none`: only typed by the person. */
  verifiedBy: z.enum(['none', 'messenger', 'site', 'user']),
})
export type ContactPointView = z.output<typeof contactPoint>

export const contact = z.object({
  id,
  name: z.string(),
  avatarUrl,
  responsibleUserId: id.nullable(),
  points: z.array(contactPoint),
  chats: z.array(
    z.object({
      id: uuid,
      channelId: id,
      channelKind,
      channelName: z.string(),
      handle: z.string().nullable(),
      openNumber: z.int().nullable(),
      lastNumber: z.int().nullable(),
    }),
  ),
  deals: z.array(z.object({ id, name: z.string(), stageName: z.string(), stageColor: z.string() })),
  canEdit: z.boolean(),
  createdAt: instant,
  updatedAt: instant,
})
export type ContactView = z.output<typeof contact>

export const contactRow = z.object({
  id,
  name: z.string(),
  avatarUrl,
  phone: z.string().nullable(),
  email: z.string().nullable(),
  responsibleUserId: id.nullable(),
  updatedAt: instant,
})
export type ContactRow = z.output<typeof contactRow>

const points = z.array(z.object({ kind: z.enum(['phone', 'email']), value: line(200).min(1) })).max(20)

export const listContacts = endpoint({
  id: 'contacts.list',
  summary: 'Contacts one may see, last changed first',
  method: 'GET',
  path: '/contacts',
  permission: 'user',
  query: z.object({
    search: z.string().trim().max(100).optional(),
    cursor: cursor.optional(),
    limit: pageLimit,
  }),
  output: z.object({ items: z.array(contactRow), next: z.string().nullable() }),
})

export const getContact = endpoint({
  id: 'contacts.get',
  summary: 'One contact with its points, chats and deals',
  method: 'GET',
  path: '/contacts/:contactId',
  permission: 'user',
  params: z.object({ contactId: idParam }),
  output: contact,
  errors: ['contact.not_found'],
})

export const downloadAvatar = endpoint({
  id: 'contacts.avatar',
  kind: 'download',
  summary:
    'The picture of a contact one may see, as its messenger shows it; the bytes of one address never change',
  method: 'GET',
  path: '/avatars/:fileId',
  permission: 'user',
  params: z.object({ fileId: uuid }),
  errors: ['file.not_found'],
})

export const createContact = endpoint({
  id: 'contacts.create',
  summary: 'Make a contact by hand',
  method: 'POST',
  path: '/contacts',
  permission: 'user',
  body: z.object({ name, points: points.default([]) }),
  output: contact,
  errors: ['contact.point_invalid', 'session.forbidden'],
})

export const changeContact = endpoint({
  id: 'contacts.change',
  summary: 'Change the name, responsible, phones or e-mails of a contact',
  method: 'PATCH',
  path: '/contacts/:contactId',
  permission: 'user',
  params: z.object({ contactId: idParam }),
  body: z.object({
    name: name.optional(),
    responsibleUserId: id.nullable().optional(),
    points: points.optional(),
  }),
  output: contact,
  errors: ['contact.not_found', 'contact.point_invalid', 'user.not_found', 'session.forbidden'],
})
