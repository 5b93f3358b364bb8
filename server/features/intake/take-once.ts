import type { ChannelRef, Incoming } from '#channels/channel'
import type { Tx } from '#lib/db'
import { arrivalOf, isTaken } from './arrival.ts'
import { takeColdWithin } from './cold-path.ts'

/**
 * Takes what one update says within a transaction of the caller, by the ordinary rules: what is known already changes
 * nothing. Throws what the rules throw.
 */
export async function takeOnce(
  tx: Tx,
  channel: ChannelRef,
  items: Incoming[],
  arrivedAt: Date,
): Promise<void> {
  const arrivals = items.flatMap((item) => (isTaken(item) ? [arrivalOf(channel, item, arrivedAt)] : []))
  if (arrivals.length > 0) await takeColdWithin(tx, channel.accountId, arrivals, null)
}
