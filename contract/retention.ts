import { z } from 'zod'

/** For how many months something may be kept. */
export const retentionMonths = [1, 3, 6, 12, 24, 36, 60] as const

const months = z.union(retentionMonths.map((each) => z.literal(each))).nullable()

/** For how long each kind of data is kept; null: for ever. */
export const retention = z.object({
  /** Words and files of conversations, from their closing. */
  messages: months,
  /** Files of messages, from their arrival. */
  files: months,
  /** What colleagues write to each other. */
  internal: months,
  /** Events: the event list, the feeds and the reports reach no further back. */
  events: months,
})
export type Retention = z.output<typeof retention>

export const keepsAll: Retention = { messages: null, files: null, internal: null, events: null }
