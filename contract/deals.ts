import { z } from 'zod'
import { avatarUrl, cursor, id, idParam, instant, name, pageLimit, uuid } from './common.ts'
import { channelKind } from './channels.ts'
import { endpoint } from './endpoint.ts'
import { event } from './events.ts'
import { message } from './messages.ts'

/** The colours a stage may have. */
export const stageColors = ['slate', 'blue', 'teal', 'amber', 'violet', 'rose', 'green', 'red'] as const

export const stage = z.object({
  id,
  name: z.string(),
  color: z.enum(stageColors),
  kind: z.enum(['incoming', 'normal', 'won', 'lost']),
})
export type StageView = z.output<typeof stage>

export const pipeline = z.object({ id, name: z.string(), isMain: z.boolean(), stages: z.array(stage) })
export type PipelineView = z.output<typeof pipeline>

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
  createdAt: instant,
  updatedAt: instant,
})
export type DealRow = z.output<typeof dealRow>

export const deal = dealRow.extend({
  source: z.object({ channelKind, channelName: z.string() }).nullable(),
  stageSince: instant,
  contacts: z.array(
    z.object({
      id,
      name: z.string(),
      avatarUrl,
      isMain: z.boolean(),
      phone: z.string().nullable(),
      chats: z.array(
        z.object({ id: uuid, channelKind, channelName: z.string(), openNumber: z.int().nullable() }),
      ),
    }),
  ),
  participants: z.array(z.object({ kind: z.enum(['user', 'group']), id, name: z.string() })),
  openConversations: z.array(
    z.object({
      number: z.int(),
      chatId: uuid,
      channelKind,
      contactName: z.string(),
      waitingSince: instant.nullable(),
      isRead: z.boolean(),
    }),
  ),
  canEdit: z.boolean(),
})
export type DealView = z.output<typeof deal>

export const listPipelines = endpoint({
  id: 'pipelines.list',
  summary: 'Pipelines with their stages',
  method: 'GET',
  path: '/pipelines',
  permission: 'user',
  output: z.object({ items: z.array(pipeline) }),
})

export const listDeals = endpoint({
  id: 'deals.list',
  summary: 'Deals one may see, last changed first',
  method: 'GET',
  path: '/deals',
  permission: 'user',
  query: z.object({
    search: z.string().trim().max(100).optional(),
    stageId: idParam.optional(),
    pipelineId: idParam.optional(),
    responsibleUserId: idParam.optional(),
    cursor: cursor.optional(),
    limit: pageLimit,
  }),
  output: z.object({ items: z.array(dealRow), next: z.string().nullable() }),
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

export const createDeal = endpoint({
  id: 'deals.create',
  summary: 'Make a deal by hand',
  method: 'POST',
  path: '/deals',
  permission: 'user',
  body: z.object({
    name,
    budget: budget.nullable().default(null),
    pipelineId: id.optional(),
    stageId: id.optional(),
    contactId: id.optional(),
  }),
  output: deal,
  errors: ['pipeline.not_found', 'stage.not_found', 'contact.not_found', 'session.forbidden'],
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
    responsibleUserId: id.nullable().optional(),
  }),
  output: deal,
  errors: ['deal.not_found', 'pipeline.not_found', 'stage.not_found', 'user.not_found', 'session.forbidden'],
})

export const feedItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), at: instant, channelKind, message }),
  z.object({ type: z.literal('event'), at: instant, event }),
])
export type FeedItem = z.output<typeof feedItem>

/** Messages of every chat of the deal's conversations and what happened with the deal, newest last. */
export const getDealFeed = endpoint({
  id: 'deals.feed',
  summary: 'The feed of a deal',
  method: 'GET',
  path: '/deals/:dealId/feed',
  permission: 'user',
  params: z.object({ dealId: idParam }),
  query: z.object({ before: cursor.optional(), limit: pageLimit }),
  output: z.object({ items: z.array(feedItem), before: z.string().nullable() }),
  errors: ['deal.not_found'],
})
