import { z } from 'zod'
import { cardParts } from './cards.ts'
import { cursor, day, id, idParam, instant, line, name, pageLimit, requestId, uuid } from './common.ts'
import { idList, talkStates } from './deal-filter.ts'
import { endpoint } from './endpoint.ts'
import { fieldConditionsQuery } from './field-filter.ts'
import { filledFields } from './fields.ts'
import { stage } from './pipelines.ts'
import { tagMark } from './tags.ts'

/** What a purchase came to, in the account's currency, kept to two decimals. */
export const purchaseAmount = z.number().min(0.01).max(999_999_999_999.99)

export const customerRow = z.object({
  id,
  name: z.string(),
  pipelineId: id,
  stage,
  responsibleUserId: id.nullable(),
  mainContact: z.object({ id, name: z.string() }).nullable(),
  unreadConversations: z.int(),
  conversations: z.int(),
  /** A day of the account's calendar. */
  nextPurchaseOn: z.string().nullable(),
  lastPurchaseOn: z.string().nullable(),
  purchases: z.int(),
  /** What all purchases come to. */
  ltv: z.number(),
  tags: z.array(tagMark),
  stageSince: instant,
  createdAt: instant,
  updatedAt: instant,
})
export type CustomerRow = z.output<typeof customerRow>

export const customer = customerRow.extend({
  /** The won deal it was made of; null: of none, or of one that one may not see. */
  fromDeal: z.object({ id, name: z.string() }).nullable(),
  /** The newest of its changes, purchases and messages. */
  lastActivityAt: instant,
  ...cardParts,
})
export type CustomerView = z.output<typeof customer>

const page = z.object({ items: z.array(customerRow), next: z.string().nullable() })

export const customerSorts = ['updated', 'created', 'next', 'ltv'] as const
export type CustomerSort = (typeof customerSorts)[number]

/** What narrows a list or a board of customers, as it stands in an address. Periods include both days. */
export const customerFilterQuery = {
  search: z.string().trim().max(100).optional(),
  stageId: idList.optional(),
  /** 0 is nobody. */
  responsibleUserId: idList.optional(),
  talks: z.enum(talkStates).optional(),
  nextFrom: day.optional(),
  nextTo: day.optional(),
  /** Any of these tags. */
  tagId: idList.optional(),
  /** Custom fields, all of them, as in lists of deals. */
  fields: fieldConditionsQuery.optional(),
}
const parsedFilter = z.object(customerFilterQuery)
export type CustomerWishes = Partial<z.output<typeof parsedFilter>>

export const listCustomers = endpoint({
  id: 'customers.list',
  summary: 'Customers one may see, last changed first unless told otherwise',
  method: 'GET',
  path: '/customers',
  permission: 'user',
  query: z.object({
    ...customerFilterQuery,
    sort: z.enum(customerSorts).default('updated'),
    order: z.enum(['asc', 'desc']).default('desc'),
    cursor: cursor.optional(),
    limit: pageLimit,
  }),
  output: page,
})

/** More than this many of a stage are not counted. */
export const mostCounted = 1000

/** The first cards of every stage; more of a stage come from the list with its cursor. */
export const getCustomerBoard = endpoint({
  id: 'customers.board',
  summary: 'Customers as a board, last changed first in each stage',
  method: 'GET',
  path: '/customers/board',
  permission: 'user',
  query: z.object({ ...customerFilterQuery, limit: pageLimit }),
  output: z.object({
    stages: z.array(
      page.extend({
        stageId: id,
        /** Exact up to `mostCounted`; one more than that stands for more. */
        count: z.int(),
      }),
    ),
  }),
})

/** The stages of customers. */
export const getCustomerStages = endpoint({
  id: 'customers.stages',
  summary: 'The pipeline of customers with its stages',
  method: 'GET',
  path: '/customers/stages',
  permission: 'user',
  output: z.object({ pipelineId: id, name: z.string(), stages: z.array(stage) }),
})

const customerParams = z.object({ customerId: idParam })

export const getCustomer = endpoint({
  id: 'customers.get',
  summary: 'The card of a customer',
  method: 'GET',
  path: '/customers/:customerId',
  permission: 'user',
  params: customerParams,
  output: customer,
  errors: ['customer.not_found'],
})

/** Of a contact, of a won deal (with its contacts and responsible), or by name alone. A won deal makes one customer: a second wish gives the first. */
/** `requestId` is made by the client: a repeat answers the customer that is there. */
export const createCustomer = endpoint({
  id: 'customers.create',
  summary: 'Make a customer by hand, of a contact or of a won deal',
  method: 'POST',
  path: '/customers',
  permission: 'user',
  body: z.object({
    requestId,
    /** Without one: as the contact or deal is called. */
    name: name.optional(),
    stageId: id.optional(),
    contactId: id.optional(),
    dealId: id.optional(),
    nextPurchaseOn: day.nullable().default(null),
    /** Values of custom fields by their ids: a stage that asks for some takes no customer without them. */
    fields: filledFields.optional(),
  }),
  output: customer,
  errors: [
    'stage.not_found',
    'contact.not_found',
    'deal.not_found',
    'field.not_found',
    'field.required',
    'customer.deal_not_won',
    'session.forbidden',
  ],
})

export const changeCustomer = endpoint({
  id: 'customers.change',
  summary: 'Change the name, stage, responsible or next purchase of a customer',
  method: 'PATCH',
  path: '/customers/:customerId',
  permission: 'user',
  params: customerParams,
  body: z.object({
    name: name.optional(),
    stageId: id.optional(),
    responsibleUserId: id.nullable().optional(),
    nextPurchaseOn: day.nullable().optional(),
    /** Values of custom fields by their ids, for a stage that asks for some. */
    fields: filledFields.optional(),
    /** Fields as their editor saw them: when one of those that he changes is another by now, nothing is changed. */
    seen: z
      .object({
        name: z.string().max(1000),
        stageId: id,
        responsibleUserId: id.nullable(),
        nextPurchaseOn: day.nullable(),
      })
      .partial()
      .optional(),
  }),
  output: customer,
  errors: [
    'customer.not_found',
    'card.changed_meanwhile',
    'stage.not_found',
    'user.not_found',
    'field.not_found',
    'field.required',
    'session.forbidden',
  ],
})

export const mostChangedCustomers = 200

/** What of a customer can be changed for many at once, as it stands on one of them. */
const standing = z.object({ stageId: id, responsibleUserId: id.nullable() })

/**
 * Changes stage or responsible of many customers in one transaction. A customer that one may not see or edit, that is no longer
 * as it was `seen`, or whose new stage asks for fields that it does not have, is skipped. `before` given back as changes, with
 * `after` as what was seen, undoes it.
 */
export const changeCustomers = endpoint({
  id: 'customers.change-many',
  summary: 'Change stage or responsible of many customers',
  method: 'POST',
  path: '/customers/changes',
  permission: 'user',
  body: z.object({
    changes: z
      .array(standing.partial().extend({ customerId: id, seen: standing.partial().optional() }))
      .min(1)
      .max(mostChangedCustomers),
  }),
  output: z.object({
    rows: z.array(customerRow),
    before: z.array(standing.extend({ customerId: id })),
    after: z.array(standing.extend({ customerId: id })),
    skipped: z.array(
      z.object({
        customerId: id,
        code: z.enum(['customer.not_found', 'session.forbidden', 'card.changed_meanwhile', 'field.required']),
      }),
    ),
  }),
  errors: ['stage.not_found', 'user.not_found'],
})

export const purchase = z.object({
  id: uuid,
  amount: z.number(),
  boughtOn: z.string(),
  comment: z.string(),
  author: z.object({ id, name: z.string() }),
  createdAt: instant,
  changedAt: instant.nullable(),
})
export type PurchaseView = z.output<typeof purchase>

const purchaseFields = {
  amount: purchaseAmount,
  boughtOn: day,
  comment: line(1000).default(''),
}
/** What changed on the customer comes with each change of a purchase. */
const purchaseChange = z.object({ customer })

export const listPurchases = endpoint({
  id: 'customers.purchases',
  summary: 'Purchases of a customer, newest first',
  method: 'GET',
  path: '/customers/:customerId/purchases',
  permission: 'user',
  params: customerParams,
  query: z.object({ cursor: cursor.optional(), limit: pageLimit }),
  output: z.object({ items: z.array(purchase), next: z.string().nullable() }),
  errors: ['customer.not_found'],
})

/** The id is made by the client: a repeat is the same purchase. */
export const addPurchase = endpoint({
  id: 'customers.add-purchase',
  summary: 'Write down a purchase',
  method: 'POST',
  path: '/customers/:customerId/purchases',
  permission: 'user',
  params: customerParams,
  body: z.object({ id: uuid, ...purchaseFields, nextPurchaseOn: day.nullable().optional() }),
  output: purchaseChange,
  errors: ['customer.not_found', 'purchase.not_found', 'session.forbidden'],
})

const purchaseParams = z.object({ customerId: idParam, purchaseId: uuid })

export const changePurchase = endpoint({
  id: 'customers.change-purchase',
  summary: 'Change a purchase',
  method: 'PUT',
  path: '/customers/:customerId/purchases/:purchaseId',
  permission: 'user',
  params: purchaseParams,
  body: z.object(purchaseFields),
  output: purchaseChange,
  errors: ['customer.not_found', 'purchase.not_found', 'session.forbidden'],
})

export const deletePurchase = endpoint({
  id: 'customers.delete-purchase',
  summary: 'Delete a purchase',
  method: 'DELETE',
  path: '/customers/:customerId/purchases/:purchaseId',
  permission: 'user',
  params: purchaseParams,
  output: purchaseChange,
  errors: ['customer.not_found', 'purchase.not_found', 'session.forbidden'],
})
