import { farthestScheduleDays } from '#contract/scheduled'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { addJob } from '#lib/jobs'

type Planned = { accountId: number; id: string; chatId: string; at: Date }

/** The job at the message's time; one of an earlier plan finds another time in the row and does nothing. */
export async function planLeaving(tx: Tx, { accountId, id, at }: Planned): Promise<void> {
  const payload = { accountId, id, at: at.toISOString() }
  await addJob(tx, 'send-scheduled', payload, { key: `scheduled:${accountId}:${id}`, runAt: at })
}

export async function tellChat(tx: Tx, { accountId, chatId }: Omit<Planned, 'id' | 'at'>): Promise<void> {
  await change(tx, { accountId, chatId, topic: 'scheduled' })
}

const dayMs = 24 * 60 * 60 * 1000

/** Throws `request.invalid` for a time that is past or too far ahead. */
export function requireFuture(at: Date, now: Date): void {
  if (at <= now) throw refusal('past', 'the time is past')
  if (at.getTime() > now.getTime() + farthestScheduleDays * dayMs)
    throw refusal('too_far', 'the time is more than a year ahead')
}

function refusal(problem: string, message: string): AppError {
  return new AppError('request.invalid', { fields: [{ path: 'at', problem, message }] })
}
