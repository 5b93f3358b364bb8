import { z } from 'zod'
import { avatarUrl, id, idParam, instant, name, pageLimit, requestId, uuid } from './common.ts'
import { channelKind } from './channels.ts'
import { idList } from './deal-filter.ts'
import { endpoint } from './endpoint.ts'
import { fieldConditionsQuery } from './field-filter.ts'
import { point, seenPoints, typedPoints } from './points.ts'
import { tagMark } from './tags.ts'

export const contactPoint = point.extend({
  /** Who vouches for it; `none`: only typed by the person. */
  verifiedBy: z.enum(['none', 'messenger', 'site', 'user']),
})
export type ContactPointView = z.output<typeof contactPoint>

/** A company, as what hangs on it tells of it. */
export const companyName = z.object({ id, name: z.string() })
export type CompanyName = z.output<typeof companyName>

export const contact = z.object({
  id,
  name: z.string(),
  avatarUrl,
  responsibleUserId: id.nullable(),
  /** Null also when one may not see it. */
  company: companyName.nullable(),
  points: z.array(contactPoint),
  tags: z.array(tagMark),
  /** Nothing that comes from it opens or notifies. */
  isBlocked: z.boolean(),
  /** Who it is in messengers: also where the thread is somebody else's or gone. */
  identities: z.array(z.object({ channelKind, handle: z.string().nullable(), externalId: z.string() })),
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
  customers: z.array(z.object({ id, name: z.string(), stageName: z.string(), stageColor: z.string() })),
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
  /** Null also when one may not see it. */
  company: companyName.nullable(),
  channels: z.array(channelKind),
  tags: z.array(tagMark),
  isBlocked: z.boolean(),
  createdAt: instant,
  updatedAt: instant,
})
export type ContactRow = z.output<typeof contactRow>

export const contactSorts = ['updated', 'created', 'name'] as const
export type ContactSort = (typeof contactSorts)[number]

const flag = z.enum(['yes', 'no'])

export const listContacts = endpoint({
  id: 'contacts.list',
  summary: 'Contacts one may see, last changed first unless told otherwise',
  method: 'GET',
  path: '/contacts',
  permission: 'user',
  query: z.object({
    search: z.string().trim().max(100).optional(),
    /** 0 is nobody. */
    responsibleUserId: idList.optional(),
    companyId: idParam.optional(),
    /** Writes in one of these channels. */
    channelId: idList.optional(),
    hasChat: flag.optional(),
    isBlocked: flag.optional(),
    /** Any of these tags. */
    tagId: idList.optional(),
    /** Custom fields, all of them, as in lists of deals. */
    fields: fieldConditionsQuery.optional(),
    sort: z.enum(contactSorts).default('updated'),
    order: z.enum(['asc', 'desc']).default('desc'),
    cursor: z.string().max(1000).optional(),
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

/** `requestId` is made by the client: a repeat answers the contact that is there. */
export const createContact = endpoint({
  id: 'contacts.create',
  summary: 'Make a contact by hand',
  method: 'POST',
  path: '/contacts',
  permission: 'user',
  body: z.object({
    requestId,
    name,
    points: typedPoints.default([]),
    companyId: id.nullable().default(null),
  }),
  output: contact,
  errors: ['contact.point_invalid', 'company.not_found', 'session.forbidden'],
})

/** Fields as their editor saw them: when one of those that he changes is another by now, nothing is changed. */
const seenContact = z
  .object({
    name: z.string().max(1000),
    responsibleUserId: id.nullable(),
    companyId: id.nullable(),
    points: seenPoints,
  })
  .partial()

export const changeContact = endpoint({
  id: 'contacts.change',
  summary: 'Change the name, responsible, company, phones or e-mails of a contact',
  method: 'PATCH',
  path: '/contacts/:contactId',
  permission: 'user',
  params: z.object({ contactId: idParam }),
  body: z.object({
    name: name.optional(),
    responsibleUserId: id.nullable().optional(),
    companyId: id.nullable().optional(),
    points: typedPoints.optional(),
    seen: seenContact.optional(),
  }),
  output: contact,
  errors: [
    'contact.not_found',
    'contact.point_invalid',
    'contact.changed_meanwhile',
    'user.not_found',
    'company.not_found',
    'session.forbidden',
  ],
})

export const blockContact = endpoint({
  id: 'contacts.block',
  summary: 'Block a contact, or take that back: nothing that comes from it opens or notifies',
  method: 'PUT',
  path: '/contacts/:contactId/block',
  permission: 'user',
  params: z.object({ contactId: idParam }),
  body: z.object({ isBlocked: z.boolean() }),
  output: contact,
  errors: ['contact.not_found', 'session.forbidden'],
})

/** At whom a phone or e-mail is known already: for a warning while it is typed. Only of contacts and companies one may see. */
export const findKnownPoints = endpoint({
  id: 'contacts.known-points',
  summary: 'Contacts and companies that have this phone or e-mail',
  method: 'GET',
  path: '/contacts/known-points',
  permission: 'user',
  query: z.object({
    kind: point.shape.kind,
    value: z.string().trim().min(1).max(200),
    exceptContactId: idParam.optional(),
    exceptCompanyId: idParam.optional(),
  }),
  output: z.object({ contacts: z.array(companyName), companies: z.array(companyName) }),
})

export const mostChangedContacts = 200

/**
 * Changes the responsible of many contacts in one transaction. A contact that one may not see or edit, or whose responsible
 * is no longer as it was `seen`, is skipped. `before` given back as changes, with `seen` what they have now, undoes it.
 */
export const changeContacts = endpoint({
  id: 'contacts.change-many',
  summary: 'Change the responsible of many contacts',
  method: 'POST',
  path: '/contacts/changes',
  permission: 'user',
  body: z.object({
    changes: z
      .array(
        z.object({
          contactId: id,
          responsibleUserId: id.nullable(),
          seen: z.object({ responsibleUserId: id.nullable() }).optional(),
        }),
      )
      .min(1)
      .max(mostChangedContacts),
  }),
  output: z.object({
    rows: z.array(contactRow),
    before: z.array(z.object({ contactId: id, responsibleUserId: id.nullable() })),
    skipped: z.array(
      z.object({
        contactId: id,
        code: z.enum(['contact.not_found', 'session.forbidden', 'contact.changed_meanwhile']),
      }),
    ),
  }),
  errors: ['user.not_found'],
})
