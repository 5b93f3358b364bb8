import { z } from 'zod'
import type { Tx } from '#lib/db'
import { addJob } from '#lib/jobs'

export const due = z.object({
  accountId: z.int(),
  number: z.int(),
  /** What happened: the client opened the conversation, or wrote in it. */
  moment: z.enum(['opened', 'written']),
})
export type Due = z.output<typeof due>

/** One job a conversation and moment, however much is written before it runs. */
export async function addReplyJob(tx: Tx, payload: Due): Promise<void> {
  const { accountId, number, moment } = payload
  await addJob(tx, 'auto-reply', payload, { key: `auto-reply:${accountId}:${number}:${moment}` })
}
