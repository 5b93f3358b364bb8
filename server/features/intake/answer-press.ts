import { z } from 'zod'
import type { Tx } from '#lib/db'
import { addJob } from '#lib/jobs'
import type { FetchDeps } from './jobs.ts'

export const pressSchema = z.object({ accountId: z.int(), channelId: z.int(), pressId: z.string() })

/** A pressed button shows a waiting mark until the messenger is answered, and gives up on us within a minute or two. */
export async function answerPressJob(
  tx: Tx,
  accountId: number,
  presses: { channelId: number; pressId: string }[],
): Promise<void> {
  for (const press of presses) {
    const key = `press:${accountId}:${press.channelId}:${press.pressId}`
    await addJob(tx, 'answer-press', { accountId, ...press }, { key, maxAttempts: 3 })
  }
}

/** A second answer to the same press does no harm. */
export async function answerPress(
  deps: Pick<FetchDeps, 'connect'>,
  press: z.output<typeof pressSchema>,
): Promise<void> {
  const channel = await deps.connect(press.accountId, press.channelId)
  await channel?.messenger.actions.answerPress?.(channel.connection, press.pressId)
}
