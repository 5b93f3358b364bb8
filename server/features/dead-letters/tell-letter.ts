import type { Tx } from '#lib/db'
import { change, emitByHand } from '#lib/events'
import type { Letter } from './queries.ts'

type Who = { accountId: number; userId: number }

/** Records who settled an update that could not be taken, and tells everybody who looks at them. */
export async function tellLetter(
  tx: Tx,
  who: Who,
  type: 'dead_letter.replayed' | 'dead_letter.deleted',
  { id, channelId }: Letter,
  at: Date,
): Promise<void> {
  const subject = { kind: 'dead_letter', id } as const
  await emitByHand(tx, who, { type, subject, channelId, after: { channelId } }, at)
  await change(tx, { accountId: who.accountId, topic: 'dead_letters' })
}
