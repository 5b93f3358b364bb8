import { readLimits, type KnownLimits } from '#features/response-time'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { applyPlan } from './apply-plan.ts'
import { bringsPerson, chatKey, type Arrival } from './arrival.ts'
import { claimAuthors } from './claim-authors.ts'
import { claimPeople } from './claim-people.ts'
import { planArrivals } from './plan-arrivals.ts'
import { readState } from './read-state.ts'

/**
 * The road of everything that is not a plain message in an open conversation: people and chats are claimed, locked and read,
 * the rules plan, and the plan is written; all arrivals of the batch in one transaction.
 */
export async function takeCold(
  { db, limits }: { db: Db; limits: KnownLimits },
  accountId: number,
  arrivals: Arrival[],
): Promise<void> {
  await inTransaction(db, (tx) => takeColdWithin(tx, accountId, arrivals, limits))
}

/** The same within a transaction of the caller. `known` null: the limits are read. */
export async function takeColdWithin(
  tx: Tx,
  accountId: number,
  arrivals: Arrival[],
  known: KnownLimits | null,
): Promise<void> {
  // Before any lock of a chat: whoever makes an author waits only for another who makes the same.
  const authors = await claimAuthors(tx, accountId, arrivals)
  const made = await claimPeople(tx, accountId, arrivals)
  const state = await readState(tx, accountId, arrivals, made)
  if (arrivals.some((arrival) => bringsPerson(arrival) && !state.chats.has(chatKey(arrival))))
    throw new Error('A person was erased while he wrote: he is somebody new when this is taken again')
  const version = [...state.channels.values()][0]?.clockVersion ?? null
  const limits = await (known ? known.current(tx, accountId, version) : readLimits(tx, accountId))
  const seen = await readKeys(tx, accountId, arrivals)
  const now = arrivals[0]?.arrivedAt ?? new Date()
  await applyPlan(tx, planArrivals(accountId, { ...state, authors, limits }, arrivals, seen), now)
}

async function readKeys(tx: Tx, accountId: number, arrivals: Arrival[]): Promise<Set<string>> {
  const keys = arrivals.flatMap((arrival) => ('key' in arrival.item ? [arrival.item.key] : []))
  if (keys.length === 0) return new Set()
  const rows = await tx
    .selectFrom('inbound_keys')
    .select(['channel_id', 'key'])
    .where('account_id', '=', accountId)
    .where('channel_id', 'in', [...new Set(arrivals.map((arrival) => arrival.channelId))])
    .where('key', 'in', keys)
    .execute()
  return new Set(rows.map((row) => `${row.channel_id}:${row.key}`))
}
