import { z } from 'zod'
import { cardKind, id, idParam } from './common.ts'
import { endpoint } from './endpoint.ts'

/** Who and what hangs on a card: its contacts, one of them the main one, and its company. */

const cardParams = z.object({ cardKind, cardId: idParam })
const cardErrors = ['deal.not_found', 'customer.not_found', 'session.forbidden'] as const

export const linkContact = endpoint({
  id: 'cards.link-contact',
  summary: 'Put a contact on a card, or make it its main one; the first is the main one anyhow',
  method: 'PUT',
  path: '/cards/:cardKind/:cardId/contacts/:contactId',
  permission: 'user',
  params: cardParams.extend({ contactId: idParam }),
  body: z.object({ isMain: z.boolean().default(false) }),
  errors: [...cardErrors, 'contact.not_found'],
})

export const unlinkContact = endpoint({
  id: 'cards.unlink-contact',
  summary: 'Take a contact off a card; after the main one the next one is it',
  method: 'DELETE',
  path: '/cards/:cardKind/:cardId/contacts/:contactId',
  permission: 'user',
  params: cardParams.extend({ contactId: idParam }),
  errors: [...cardErrors, 'contact.not_found'],
})

export const setCardCompany = endpoint({
  id: 'cards.set-company',
  summary: 'Give a card its company, or none',
  method: 'PUT',
  path: '/cards/:cardKind/:cardId/company',
  permission: 'user',
  params: cardParams,
  body: z.object({
    companyId: id.nullable(),
    /** As its editor saw it: when it is another by now, nothing is changed. */
    seen: z.object({ companyId: id.nullable() }).optional(),
  }),
  errors: [...cardErrors, 'company.not_found', 'card.changed_meanwhile'],
})
