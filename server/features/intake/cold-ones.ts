import { isDatabaseError, type Db } from '#lib/db'
import { isDatabaseAway } from '#lib/errors'
import type { KnownLimits } from '#features/response-time'
import type { Arrival } from './arrival.ts'
import { takeCold } from './cold-path.ts'

type ColdDeps = {
  db: Db
  limits: KnownLimits
  /** Keeps what our own rules could not take, in a transaction of its own. */
  setAside(arrival: Arrival, raw: unknown, error: unknown): Promise<void>
}

/**
 * Takes arrivals of one account (with the raw update of each) in one transaction. A batch that our rules cannot take is taken
 * one by one, so that only the poisonous one is set aside.
 * @returns those that were neither taken nor set aside, with the reason: the messenger shall bring them again.
 */
export async function takeColdOnes(
  deps: ColdDeps,
  rawOf: ReadonlyMap<Arrival, unknown>,
): Promise<Map<Arrival, unknown>> {
  const arrivals = [...rawOf.keys()]
  const accountId = arrivals[0]?.accountId ?? 0
  try {
    await takeCold(deps, accountId, arrivals)
    return new Map()
  } catch (error) {
    if (isDatabaseAway(error) && !isContention(error)) return failedAll(arrivals, error)
  }
  const failed = new Map<Arrival, unknown>()
  for (const [arrival, raw] of rawOf) {
    try {
      await takeAgain(deps, accountId, arrival)
    } catch (error) {
      // What follows would overtake it: all of it comes again, in order.
      if (isDatabaseAway(error)) return failedAll(arrivals.slice(arrivals.indexOf(arrival)), error)
      await deps.setAside(arrival, raw, error).catch((reason: unknown) => failed.set(arrival, reason))
    }
  }
  return failed
}

function failedAll(arrivals: Arrival[], error: unknown): Map<Arrival, unknown> {
  return new Map(arrivals.map((arrival) => [arrival, error]))
}

/** Transactions stood in each other's way: smaller ones may pass. */
function isContention(error: unknown): boolean {
  return isDatabaseError(error) && error.code.startsWith('40')
}

/** Of a unique and of a foreign key. */
const keyViolations = new Set(['23505', '23503'])

/** A key that was taken meanwhile, or a stage that was deleted, is found at the second look. */
async function takeAgain(deps: ColdDeps, accountId: number, arrival: Arrival): Promise<void> {
  try {
    await takeCold(deps, accountId, [arrival])
  } catch (error) {
    if (!isDatabaseError(error) || !keyViolations.has(error.code)) throw error
    await takeCold(deps, accountId, [arrival])
  }
}
