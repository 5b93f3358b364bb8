import { z } from 'zod'
import { day, id } from './common.ts'
import { fieldConditions, fieldConditionsQuery } from './field-filter.ts'

/** Ids in an address: `12,15`. */
export const idList = z
  .string()
  .max(1000)
  .regex(/^\d{1,15}(,\d{1,15})*$/)
  .transform((text) => [...new Set(text.split(',').map(Number))])

/** What the conversations of a deal are: all read, some unread, or there is none. */
export const talkStates = ['read', 'unread', 'none'] as const
export type TalkState = (typeof talkStates)[number]

/** What tasks a deal has: none to be done, some, some that are late. */
export const taskStates = ['none', 'open', 'overdue'] as const
export type TaskState = (typeof taskStates)[number]

const sum = z.coerce.number().min(0).max(999_999_999_999.99)

/** What narrows a list or a board of deals, as it stands in an address. Periods are days of the account's zone, both included. */
export const dealFilterQuery = {
  search: z.string().trim().max(100).optional(),
  pipelineId: z.coerce.number().int().positive().optional(),
  stageId: idList.optional(),
  /** 0 is nobody. */
  responsibleUserId: idList.optional(),
  talks: z.enum(talkStates).optional(),
  tasks: z.enum(taskStates).optional(),
  /** The channel a deal came from. */
  channelId: idList.optional(),
  createdFrom: day.optional(),
  createdTo: day.optional(),
  closedFrom: day.optional(),
  closedTo: day.optional(),
  budgetFrom: sum.optional(),
  budgetTo: sum.optional(),
  /** Any of these tags. */
  tagId: idList.optional(),
  /** Custom fields, all of them: `12:any:5,7;13:between:100..200;14:like:foo;15:filled`. */
  fields: fieldConditionsQuery.optional(),
}
const parsed = z.object(dealFilterQuery)
export type DealWishes = z.output<typeof parsed>

export const dealSorts = ['updated', 'created', 'budget', 'stage'] as const
export type DealSort = (typeof dealSorts)[number]

const ids = z.array(z.int().min(0)).max(100)
const filterSum = z.number().min(0).max(999_999_999_999.99)

/** The same as it is kept in a saved view: what is null narrows nothing. */
export const dealFilter = z.object({
  search: z.string().trim().max(100),
  pipelineId: id.nullable(),
  stageIds: ids,
  responsibleUserIds: ids,
  talks: z.enum(talkStates).nullable(),
  channelIds: ids,
  createdFrom: day.nullable(),
  createdTo: day.nullable(),
  closedFrom: day.nullable(),
  closedTo: day.nullable(),
  budgetFrom: filterSum.nullable(),
  budgetTo: filterSum.nullable(),
  // Views that were kept before there were tasks, tags and fields have none of them.
  tasks: z.enum(taskStates).nullable().default(null),
  tagIds: ids.default([]),
  fields: fieldConditions.default([]),
  sort: z.enum(dealSorts),
  isAscending: z.boolean(),
})
export type DealFilter = z.output<typeof dealFilter>
