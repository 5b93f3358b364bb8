import { z } from 'zod'
import { day } from './common.ts'
import { idList } from './deal-filter.ts'

/** The tabs over ImBox. `subscribed` and `starred` hold what one has marked so, closed conversations too. */
export const presets = ['open', 'unanswered', 'mine', 'subscribed', 'starred'] as const
export const preset = z.enum(presets)
export type Preset = (typeof presets)[number]

/** How many values one wish may name. */
const mostValues = 100

/** A pipeline, whole or one stage of it: stages are told apart within their pipeline only. */
export const stageWish = z.object({ pipelineId: z.int().positive(), stageId: z.int().positive().nullable() })
export type StageWish = z.output<typeof stageWish>

/** Pipelines and stages in an address: `3,4:12` is the third pipeline whole and stage 12 of the fourth. */
const stageList = z
  .string()
  .max(2000)
  .regex(/^[1-9]\d{0,14}(:[1-9]\d{0,14})?(,[1-9]\d{0,14}(:[1-9]\d{0,14})?)*$/)
  .transform((text) =>
    [...new Set(text.split(','))].map((part) => {
      const [pipelineId, stageId] = part.split(':').map(Number)
      return { pipelineId: pipelineId ?? 0, stageId: stageId ?? null }
    }),
  )

/** A year. */
const longestWaitMinutes = 365 * 24 * 60

const choices = {
  preset: preset.default('open'),
  /** Closed conversations count as read. */
  read: z.enum(['any', 'read', 'unread']).default('any'),
  /** Left out: open ones; with a search, starred or subscribed, closed ones too. */
  state: z.enum(['open', 'closed', 'any']).optional(),
  /** Who spoke first: the client, or we. */
  way: z.enum(['in', 'out']).optional(),
  card: z.enum(['none', 'deal', 'customer']).optional(),
  /** Days of the account's calendar, both included, in which the last message stands. */
  lastFrom: day.optional(),
  lastTo: day.optional(),
  search: z.string().trim().max(100).optional(),
  /** Whose clients have been waiting for an answer for longer than so many minutes. */
  waitingLonger: z.coerce.number().int().min(0).max(longestWaitMinutes).optional(),
}

/** What narrows ImBox, as it stands in an address. Values of one wish are alternatives, all wishes hold together. */
export const conversationFilterQuery = {
  ...choices,
  channelId: idList.optional(),
  stage: stageList.optional(),
  /** 0 is nobody. */
  responsibleUserId: idList.optional(),
  /** Those whom somebody of these groups answers for; together with `responsibleUserId`, either. */
  responsibleGroupId: idList.optional(),
  /** Tags of the card or of the contact. */
  tagId: idList.optional(),
}

const ids = z.array(z.int().min(0)).max(mostValues).optional()

/** The same as it is kept: in a saved view, in a mass action. What is left out narrows nothing. */
export const conversationFilter = z.object({
  ...choices,
  channelId: ids,
  stage: z.array(stageWish).max(mostValues).optional(),
  responsibleUserId: ids,
  responsibleGroupId: ids,
  tagId: ids,
})
export type ConversationFilter = z.output<typeof conversationFilter>

export const conversationSorts = ['recent', 'waiting'] as const
export const conversationSort = z.enum(conversationSorts)
export type ConversationSort = (typeof conversationSorts)[number]
