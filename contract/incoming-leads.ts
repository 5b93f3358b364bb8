import { z } from 'zod'
import { cardRef, id, idParam, instant } from './common.ts'
import { cardChoice } from './conversations.ts'
import { dealRow, mostChangedDeals, standing } from './deals.ts'
import { endpoint } from './endpoint.ts'
import { sentFieldValue } from './fields.ts'

const incomingOutcomes = ['accepted', 'declined', 'linked'] as const
export type IncomingOutcome = (typeof incomingOutcomes)[number]

/** What became of an incoming lead: the details of `incoming_lead.settled`. */
export const settled = z.object({
  outcome: z.enum(incomingOutcomes),
  byUserId: id.nullable(),
  byName: z.string().nullable(),
  at: instant,
  target: cardRef.nullable(),
})
export type Settled = z.output<typeof settled>

const dealParams = z.object({ dealId: idParam })
const stood = standing.extend({ dealId: id })
/** `before`, given back to `deals.change-many` with what `after` says as `seen`, undoes it. */
const taken = z.object({ row: dealRow, before: stood, after: stood })
const manyTaken = z.object({
  rows: z.array(dealRow),
  before: z.array(stood),
  after: z.array(stood),
  skipped: z.array(
    z.object({
      dealId: id,
      code: z.enum(['deal.not_found', 'session.forbidden', 'incoming_lead.settled', 'field.required']),
    }),
  ),
})
const dealIds = z.array(id).min(1).max(mostChangedDeals)

const acceptance = z.object({
  pipelineId: id.optional(),
  /** Left out: the first stage of the pipeline where the lead is. */
  stageId: id.optional(),
  /** Left out: whoever accepts it. */
  responsibleUserId: id.optional(),
  /** Custom fields that the stage asks for. */
  fields: z.record(z.string().regex(/^\d{1,15}$/), sentFieldValue.nullable()).optional(),
})
const acceptanceErrors = ['pipeline.not_found', 'stage.not_found', 'user.not_found'] as const

export const acceptLead = endpoint({
  id: 'incoming-leads.accept',
  summary: 'Accept an incoming lead: it goes to the first stage, whoever accepts it is responsible',
  method: 'POST',
  path: '/incoming-leads/:dealId/acceptance',
  permission: 'user',
  params: dealParams,
  body: acceptance,
  output: taken,
  errors: [
    'deal.not_found',
    'incoming_lead.settled',
    'session.forbidden',
    'field.not_found',
    'field.required',
    ...acceptanceErrors,
  ],
})

export const declineLead = endpoint({
  id: 'incoming-leads.decline',
  summary: 'Decline an incoming lead: it is lost, and its open conversations are closed',
  method: 'POST',
  path: '/incoming-leads/:dealId/decline',
  permission: 'user',
  params: dealParams,
  body: z.object({ lossReasonId: id.nullable().default(null) }),
  output: taken,
  errors: [
    'deal.not_found',
    'incoming_lead.settled',
    'session.forbidden',
    'loss_reason.not_found',
    'field.required',
  ],
})

export const linkLead = endpoint({
  id: 'incoming-leads.link',
  summary: 'Join an incoming lead to a deal or customer: its conversations and contacts go there',
  method: 'POST',
  path: '/incoming-leads/:dealId/link',
  permission: 'user',
  params: dealParams,
  body: z.object({ card: cardRef }),
  output: z.object({ card: cardRef }),
  errors: ['deal.not_found', 'customer.not_found', 'incoming_lead.settled', 'session.forbidden'],
})

export const listLinkChoices = endpoint({
  id: 'incoming-leads.cards',
  summary: "Cards that an incoming lead can be joined to: its contact's, or what a search finds",
  method: 'GET',
  path: '/incoming-leads/:dealId/cards',
  permission: 'user',
  params: dealParams,
  query: z.object({ search: z.string().trim().max(100).optional() }),
  output: z.object({ items: z.array(cardChoice) }),
  errors: ['deal.not_found'],
})

/** Those that somebody else has settled, or that may not be taken, are skipped and told. */
export const acceptLeads = endpoint({
  id: 'incoming-leads.accept-many',
  summary: 'Accept several incoming leads',
  method: 'POST',
  path: '/incoming-leads/acceptances',
  permission: 'user',
  body: acceptance.omit({ fields: true }).extend({ dealIds }),
  output: manyTaken,
  errors: [...acceptanceErrors],
})

export const declineLeads = endpoint({
  id: 'incoming-leads.decline-many',
  summary: 'Decline several incoming leads',
  method: 'POST',
  path: '/incoming-leads/declines',
  permission: 'user',
  body: z.object({ dealIds, lossReasonId: id.nullable().default(null) }),
  output: manyTaken,
  errors: ['loss_reason.not_found'],
})
