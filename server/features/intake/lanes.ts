import type pg from 'pg'
import type { Db } from '#lib/db'
import { isDatabaseError } from '#lib/db'
import { isDatabaseAway } from '#lib/errors'
import { chatKey, type Arrival } from './arrival.ts'
import { takeCold } from './cold-path.ts'
import { mayBeHot, messageKey, takeHot } from './hot-path.ts'

/** Arrivals of one update, taken or set aside together with it. */
export type Delivery = { arrivals: Arrival[]; raw: unknown; settle(error: unknown): void }

export type LaneDeps = {
  pool: pg.Pool
  db: Db
  /** Keeps what our own rules could not take, in a transaction of its own. */
  setAside(arrival: Arrival, raw: unknown, error: unknown): Promise<void>
  onCommit(): void
}

const mostHot = 500
const mostCold = 64

export type Lane = { add(delivery: Delivery): void }

/**
 * One lane takes what waits as a batch; the next batch forms while this one is written, so a lone message waits for nothing
 * and a flood pays one commit for many. What happens in one chat stays in order.
 */
export function createLane(deps: LaneDeps): Lane {
  let waiting: Delivery[] = []
  let isRunning = false

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostHot)
      await takeBatch(deps, batch)
    }
    isRunning = false
  }
  return {
    add(delivery) {
      waiting.push(delivery)
      if (!isRunning) queueMicrotask(() => void (isRunning || run()))
    },
  }
}

async function takeBatch(deps: LaneDeps, batch: Delivery[]): Promise<void> {
  const byAccount = new Map<number, Delivery[]>()
  for (const delivery of batch) {
    const accountId = delivery.arrivals[0]?.accountId ?? 0
    byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), delivery])
  }
  for (const [accountId, deliveries] of byAccount) {
    const taken = new Set<Arrival>()
    try {
      await takeAccount(deps, accountId, deliveries, taken)
      for (const delivery of deliveries) delivery.settle(null)
    } catch (error) {
      for (const delivery of deliveries)
        delivery.settle(delivery.arrivals.every((arrival) => taken.has(arrival)) ? null : error)
    }
  }
}

async function takeAccount(
  deps: LaneDeps,
  accountId: number,
  deliveries: Delivery[],
  taken: Set<Arrival>,
): Promise<void> {
  const arrivals = deliveries.flatMap((delivery) => delivery.arrivals)
  const hot = await takeHotOnes(deps, accountId, hotOf(arrivals))
  for (const arrival of hot) taken.add(arrival)
  if (hot.size > 0) deps.onCommit()
  const rest = arrivals.filter((arrival) => !hot.has(arrival))
  for (let at = 0; at < rest.length; at += mostCold) {
    const some = rest.slice(at, at + mostCold)
    await takeColdOnes(deps, accountId, some, deliveries)
    for (const arrival of some) taken.add(arrival)
    deps.onCommit()
  }
}

/** A chat goes the short way with all it has in this batch or not at all: its order must hold. */
function hotOf(arrivals: Arrival[]): Arrival[] {
  const seen = new Set<string>()
  const cold = new Set<string>()
  for (const arrival of arrivals) {
    const isCopy = seen.has(messageKey(arrival))
    seen.add(messageKey(arrival))
    if (isCopy || !mayBeHot(arrival)) cold.add(chatKey(arrival))
  }
  return arrivals.filter((arrival) => !cold.has(chatKey(arrival)))
}

async function takeHotOnes(deps: LaneDeps, accountId: number, arrivals: Arrival[]): Promise<Set<Arrival>> {
  if (arrivals.length === 0) return new Set()
  try {
    return await takeHot(deps.pool, accountId, arrivals)
  } catch (error) {
    if (isDatabaseAway(error) && !isContention(error)) throw error
    // A copy taken by another node at the same instant, or a deadlock: nothing of the batch was written, the other road sorts it out.
    return new Set()
  }
}

/** A batch that our rules cannot take is taken one by one, so that only the poisonous one is set aside. */
async function takeColdOnes(
  deps: LaneDeps,
  accountId: number,
  arrivals: Arrival[],
  deliveries: Delivery[],
): Promise<void> {
  try {
    await takeCold(deps.db, accountId, arrivals)
    return
  } catch (error) {
    if (isDatabaseAway(error) && !isContention(error)) throw error
  }
  for (const arrival of arrivals) {
    try {
      await takeAgain(deps.db, accountId, arrival)
    } catch (error) {
      if (isDatabaseAway(error)) throw error
      const raw = deliveries.find((delivery) => delivery.arrivals.includes(arrival))?.raw
      await deps.setAside(arrival, raw, error)
    }
  }
}

/** Transactions stood in each other's way: smaller ones may pass. */
function isContention(error: unknown): boolean {
  return isDatabaseError(error) && error.code.startsWith('40')
}

const uniqueViolation = '23505'

/** A unique key that was taken meanwhile is found at the second look. */
async function takeAgain(db: Db, accountId: number, arrival: Arrival): Promise<void> {
  try {
    await takeCold(db, accountId, [arrival])
  } catch (error) {
    if (!isDatabaseError(error) || error.code !== uniqueViolation) throw error
    await takeCold(db, accountId, [arrival])
  }
}
