import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { isDatabaseError, type Db } from '#lib/db'
import { isDatabaseAway } from '#lib/errors'
import type { KnownLimits } from '#features/response-time'
import { chatKey, type Arrival } from './arrival.ts'
import { takeColdOnes } from './cold-ones.ts'
import { mayBeHot, messageKey, takeHot } from './hot-path.ts'

/** Arrivals of one update, taken or set aside together with it; `left` of them are not yet. */
export type Delivery = { arrivals: Arrival[]; raw: unknown; left: number; settle(error: unknown): void }

export type LaneDeps = {
  pool: pg.Pool
  db: Db
  limits: KnownLimits
  /** Keeps what our own rules could not take, in a transaction of its own. */
  setAside(arrival: Arrival, raw: unknown, error: unknown): Promise<void>
  onCommit(): void
  /** The short road failed for no reason of everyday; the long one takes what was on it. */
  tellShortRoadFailed(error: unknown): void
}

const mostHot = 500
/**
 * After a batch the lane takes breath: who has just been answered writes again, and comes along with those who wait already. A batch
 * costs much for its own sake, so that small ones gather for longer; what comes alone is of a quiet hour, and none waits behind it.
 */
const large = 8
const breathMs = { afterSmall: 4, afterLarge: 2 }
const mostCold = 64
/** While one transaction of the long road is written, the next is read; more would only wait for the account's counter. */
const coldRoads = 2
/** In a flood the long road gathers a little before it starts: its transactions are dear, and nearly as dear for one as for many. */
const gathered = 8
const gatherMs = 40

export type Lane = { add(delivery: Delivery): void }

/** An arrival under way, and the delivery it belongs to. */
type Travel = { arrival: Arrival; delivery: Delivery; key: string; heldAtMs: number }

/**
 * One lane takes what waits as a batch; the next batch forms while this one is written, so a lone message waits for nothing
 * and a flood pays one commit for many. Messages of known chats take the short road and do not wait for the long one, which
 * new people and everything else take. What happens in one chat stays in order: as long as something of it is on the long
 * road, all that follows goes there too, and never in two transactions at once.
 */
export function createLane(deps: LaneDeps): Lane {
  let waiting: Travel[] = []
  let held: Travel[] = []
  /** How much of a chat waits for the long road or is on it. */
  const onLongRoad = new Map<string, number>()
  const isWriting = new Set<string>()
  let isHotRunning = false
  let coldRunning = 0

  function finish({ delivery }: Travel, error: unknown = null): void {
    // It has failed already: the messenger brings all of it again.
    if (delivery.left === 0) return
    delivery.left = error === null ? delivery.left - 1 : 0
    if (delivery.left === 0) delivery.settle(error)
  }

  async function runHot(): Promise<void> {
    isHotRunning = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostHot)
      for (const travels of Map.groupBy(batch, ({ arrival }) => arrival.accountId).values()) {
        await takeShortRoad(travels)
      }
      if (batch.length > 1) await pause(batch.length < large ? breathMs.afterSmall : breathMs.afterLarge)
    }
    isHotRunning = false
    startCold()
  }

  async function takeShortRoad(travels: Travel[]): Promise<void> {
    const short = hotOf(travels.filter(({ key }) => !onLongRoad.has(key)))
    // Held before anything is waited for: nothing of these chats may overtake them.
    for (const travel of travels) if (!short.includes(travel)) hold(travel)
    const taken = await takeHotOnes(deps, short)
    if (taken.size > 0) deps.onCommit()
    for (const travel of short) {
      if (taken.has(travel.arrival)) finish(travel)
      else hold(travel)
    }
    startCold()
  }

  function hold(travel: Travel): void {
    travel.heldAtMs = performance.now()
    held.push(travel)
    onLongRoad.set(travel.key, (onLongRoad.get(travel.key) ?? 0) + 1)
  }

  function startCold(): void {
    while (coldRunning < coldRoads && isTimeForCold()) {
      const batch = nextCold()
      if (batch.length === 0) return
      coldRunning += 1
      void takeLongRoad(batch).finally(() => {
        coldRunning -= 1
        startCold()
      })
    }
  }

  function isTimeForCold(): boolean {
    const [first] = held
    if (!first) return false
    const isQuiet = waiting.length === 0
    return isQuiet || held.length >= gathered || performance.now() - first.heldAtMs >= gatherMs
  }

  /** What comes first, of one account, without the chats that are being written right now. */
  function nextCold(): Travel[] {
    const batch: Travel[] = []
    const rest: Travel[] = []
    for (const travel of held) {
      const { accountId } = travel.arrival
      const isNext =
        batch.length < mostCold &&
        !isWriting.has(travel.key) &&
        (batch[0]?.arrival.accountId ?? accountId) === accountId
      ;(isNext ? batch : rest).push(travel)
    }
    held = rest
    for (const { key } of batch) isWriting.add(key)
    return batch
  }

  async function takeLongRoad(batch: Travel[]): Promise<void> {
    const rawOf = new Map(batch.map(({ arrival, delivery }) => [arrival, delivery.raw]))
    const failed = await takeColdOnes(deps, rawOf)
    deps.onCommit()
    for (const travel of batch) {
      isWriting.delete(travel.key)
      const count = (onLongRoad.get(travel.key) ?? 1) - 1
      if (count > 0) onLongRoad.set(travel.key, count)
      else onLongRoad.delete(travel.key)
      finish(travel, failed.get(travel.arrival) ?? null)
    }
  }

  return {
    add(delivery) {
      for (const arrival of delivery.arrivals) {
        waiting.push({ arrival, delivery, key: `${arrival.accountId}:${chatKey(arrival)}`, heldAtMs: 0 })
      }
      if (!isHotRunning) queueMicrotask(() => void (isHotRunning || runHot()))
    },
  }
}

/** A chat goes the short way with all it has in this batch or not at all: its order must hold. */
function hotOf(travels: Travel[]): Travel[] {
  const seen = new Set<string>()
  const cold = new Set<string>()
  for (const { arrival, key } of travels) {
    const isCopy = seen.has(messageKey(arrival))
    seen.add(messageKey(arrival))
    if (isCopy || !mayBeHot(arrival)) cold.add(key)
  }
  return travels.filter(({ key }) => !cold.has(key))
}

/** @returns what was taken; when anything is wrong nothing was, and the other road finds out what it is. */
async function takeHotOnes(deps: LaneDeps, travels: Travel[]): Promise<Set<Arrival>> {
  const [first] = travels
  if (!first) return new Set()
  try {
    return await takeHot(
      deps.pool,
      first.arrival.accountId,
      travels.map(({ arrival }) => arrival),
      await deps.limits.ofAccount(first.arrival.accountId),
    )
  } catch (error) {
    // A copy taken by another node at the same instant, a deadlock, or the database away are of every day. Nothing was written.
    if (!isExpected(error)) deps.tellShortRoadFailed(error)
    return new Set()
  }
}

const uniqueViolation = '23505'

function isExpected(error: unknown): boolean {
  return (
    isDatabaseAway(error) ||
    (isDatabaseError(error) && (error.code === uniqueViolation || error.code.startsWith('40')))
  )
}
