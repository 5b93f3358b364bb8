import { z } from 'zod'
import { cardParts } from './cards.ts'
import { cursor, id, idParam, instant, name, pageLimit, requestId } from './common.ts'
import { channelKind } from './channels.ts'
import { dealFilterQuery, dealSorts } from './deal-filter.ts'
import { endpoint } from './endpoint.ts'
import { filledFields } from './fields.ts'
import { stage } from './pipelines.ts'
import { responseDue } from './response-time.ts'
import { tagMark } from './tags.ts'

/** Money in the account's currency, kept to two decimals. */
export const budget = z.number().min(0).max(999_999_999_999.99)

export const dealRow = z.object({
  id,
  name: z.string(),
  budget: z.number().nullable(),
  pipelineId: id,
  stage,
  responsibleUserId: id.nullable(),
  mainContact: z.object({ id, name: z.string() }).nullable(),
  unreadConversations: z.int(),
  conversations: z.int(),
  /** Of its clients who wait for an answer, the one who is to be answered first. */
  waiting: z.object({ since: instant, due: responseDue.nullable() }).nullable(),
  /** The channel it came from. */
  channelId: id.nullable(),
  lossReasonId: id.nullable(),
  tags: z.array(tagMark),
  stageSince: instant,
  closedAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
})
export type DealRow = z.output<typeof dealRow>

export const deal = dealRow.extend({
  source: z.object({ channelKind, channelName: z.string() }).nullable(),
  ...cardParts,
})
export type DealView = z.output<typeof deal>

const page = z.object({ items: z.array(dealRow), next: z.string().nullable() })

export const listDeals = endpoint({
  id: 'deals.list',
  summary: 'Deals one may see, last changed first unless told otherwise',
  method: 'GET',
  path: '/deals',
  permission: 'user',
  query: z.object({
    ...dealFilterQuery,
    sort: z.enum(dealSorts).default('updated'),
    order: z.enum(['asc', 'desc']).default('desc'),
    cursor: cursor.optional(),
    limit: pageLimit,
  }),
  output: page,
})

/** The first cards of every stage of a pipeline; more of a stage come from the list with its cursor. */
export const getBoard = endpoint({
  id: 'deals.board',
  summary: 'A pipeline as a board, last changed first in each stage',
  method: 'GET',
  path: '/deals/board',
  permission: 'user',
  query: z.object({
    ...dealFilterQuery,
    pipelineId: dealFilterQuery.pipelineId.unwrap(),
    limit: pageLimit,
  }),
  output: z.object({ stages: z.array(page.extend({ stageId: id })) }),
  errors: ['pipeline.not_found'],
})

/** How many deals a filter finds and what they are worth, exactly, by stage. */
export const countDeals = endpoint({
  id: 'deals.totals',
  summary: 'Number and total budget of the deals in each stage',
  method: 'GET',
  path: '/deals/totals',
  permission: 'user',
  query: z.object(dealFilterQuery),
  output: z.object({
    stages: z.array(z.object({ pipelineId: id, stageId: id, count: z.int(), budget: z.number() })),
  }),
})

export const getDeal = endpoint({
  id: 'deals.get',
  summary: 'The card of a deal',
  method: 'GET',
  path: '/deals/:dealId',
  permission: 'user',
  params: z.object({ dealId: idParam }),
  output: deal,
  errors: ['deal.not_found'],
})

/** `requestId` is made by the client: a repeat answers the deal that is there. */
export const createDeal = endpoint({
  id: 'deals.create',
  summary: 'Make a deal by hand',
  method: 'POST',
  path: '/deals',
  permission: 'user',
  body: z.object({
    requestId,
    name,
    budget: budget.nullable().default(null),
    pipelineId: id.optional(),
    stageId: id.optional(),
    contactId: id.optional(),
    /** Values of custom fields by their ids: a stage that asks for some takes no deal without them. */
    fields: filledFields.optional(),
  }),
  output: deal,
  errors: [
    'pipeline.not_found',
    'stage.not_found',
    'contact.not_found',
    'field.not_found',
    'field.required',
    'session.forbidden',
  ],
})

export const changeDeal = endpoint({
  id: 'deals.change',
  summary: 'Change the name, budget, stage or responsible of a deal',
  method: 'PATCH',
  path: '/deals/:dealId',
  permission: 'user',
  params: z.object({ dealId: idParam }),
  body: z.object({
    name: name.optional(),
    budget: budget.nullable().optional(),
    pipelineId: id.optional(),
    stageId: id.optional(),
    /** Why it is lost; only in the stage of lost deals. */
    lossReasonId: id.nullable().optional(),
    responsibleUserId: id.nullable().optional(),
    /** Fields as their editor saw them: when one of those that he changes is another by now, nothing is changed. */
    seen: z
      .object({
        name: z.string().max(1000),
        budget: budget.nullable(),
        pipelineId: id,
        stageId: id,
        lossReasonId: id.nullable(),
        responsibleUserId: id.nullable(),
      })
      .partial()
      .optional(),
    /** Values of custom fields by their ids, so that a stage that asks for some is reached in one step. */
    fields: filledFields.optional(),
  }),
  output: deal,
  errors: [
    'deal.not_found',
    'card.changed_meanwhile',
    'pipeline.not_found',
    'stage.not_found',
    'loss_reason.not_found',
    'user.not_found',
    'field.not_found',
    'field.required',
    'session.forbidden',
  ],
})

/** Where a deal stands and whose it is: what is changed for many at once. */
export const standing = z.object({
  pipelineId: id,
  stageId: id,
  lossReasonId: id.nullable(),
  responsibleUserId: id.nullable(),
})
export type DealStanding = z.output<typeof standing>

export const mostChangedDeals = 200

/**
 * Changes many deals in one transaction. A deal that one may not see or edit, or that is no longer as it was `seen`, is
 * skipped. `before` is how the changed ones stood: given back as changes, with `seen` what `after` says, it undoes.
 */
export const changeDeals = endpoint({
  id: 'deals.change-many',
  summary: 'Change stage or responsible of many deals',
  method: 'POST',
  path: '/deals/changes',
  permission: 'user',
  body: z.object({
    changes: z
      .array(
        z.object({
          dealId: id,
          pipelineId: id.optional(),
          stageId: id.optional(),
          lossReasonId: id.nullable().optional(),
          responsibleUserId: id.nullable().optional(),
          seen: standing.optional(),
        }),
      )
      .min(1)
      .max(mostChangedDeals),
  }),
  output: z.object({
    rows: z.array(dealRow),
    before: z.array(standing.extend({ dealId: id })),
    after: z.array(standing.extend({ dealId: id })),
    skipped: z.array(
      z.object({
        dealId: id,
        /** `field.required`: the stage asks for fields that the deal does not have; it is moved alone, with them. */
        code: z.enum(['deal.not_found', 'session.forbidden', 'deal.changed', 'field.required']),
      }),
    ),
  }),
  errors: ['pipeline.not_found', 'stage.not_found', 'loss_reason.not_found', 'user.not_found'],
})
