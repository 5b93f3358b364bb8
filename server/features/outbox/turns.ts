import { isDatabaseError } from '#lib/db'
import { isDatabaseAway } from '#lib/errors'
import { describeError } from '#lib/log'
import type { OutboxDeps, ReachedChannel } from './outbox.ts'
import type { NextPart } from './next-part.ts'
import { takeTurns, type Taken, type Turn } from './take-turns.ts'

/**
 * `reached`: the channel of the part, undefined when it could not be looked up. `alone`: nothing was written, the chat has to be
 * taken by itself. `lost`: nobody knows whether it was written.
 */
export type TurnResult =
  | { kind: 'part'; part: NextPart; reached: ReachedChannel | null | undefined }
  | { kind: 'over' | 'paused' | 'alone' | 'lost' }

/** Where chats meet to be written together. */
export type Turns = {
  /** Never rejects. */
  take(turn: Turn): Promise<TurnResult>
}

type Waiting = { turn: Turn; tries: number; settle(result: TurnResult): void }

/** So many accounts are written at a time. Of each one batch: while it is written the next gathers, and a large one is cheap. */
const laneCount = 2
/** A chat in which something else happens meets the others again so soon, and so many times before it goes alone. */
const busyMs = 5
const mostTries = 4

/**
 * Turns that come while others are written wait for one another and are written in one transaction: a lone message waits for
 * nothing, a flood pays one commit for many. One account a batch: its rows stand together.
 */
export function createTurns(deps: OutboxDeps): Turns {
  const waiting = new Map<number, Waiting[]>()
  const running = new Set<number>()
  let isStarting = false

  function start(): void {
    isStarting = false
    for (const [accountId, batch] of waiting) {
      if (running.size >= laneCount) return
      if (running.has(accountId)) continue
      waiting.delete(accountId)
      running.add(accountId)
      void run(accountId, batch).finally(() => {
        running.delete(accountId)
        start()
      })
    }
  }

  async function run(accountId: number, batch: Waiting[]): Promise<void> {
    const at = { accountId, nodeId: deps.nodeId, now: deps.clock() }
    const turns = batch.map(({ turn }) => turn)
    try {
      const taken = await takeTurns(deps, at, turns)
      const reach = await reachAll(deps, accountId, turns)
      for (const [index, one] of batch.entries()) {
        if (taken[index] === 'busy' && one.tries < mostTries) takeLater(one)
        else one.settle(resultOf(taken[index], one.turn, reach))
      }
    } catch (error) {
      // What PostgreSQL refused is not there. One turn that cannot be written must not hold up the others: each goes alone.
      const isRefused = isDatabaseError(error) && !isDatabaseAway(error)
      if (isRefused) deps.log.warn({ error: describeError(error) }, 'chats are delivered one by one')
      else deps.log.warn({ error: String(error) }, 'the outbox could not be written; trying again')
      for (const { settle } of batch) settle({ kind: isRefused ? 'alone' : 'lost' })
    }
  }

  function add(one: Waiting): void {
    const { accountId } = one.turn.chat
    const batch = waiting.get(accountId) ?? []
    batch.push(one)
    waiting.set(accountId, batch)
    // What the same look at the network brought goes together.
    if (!isStarting) setImmediate(start)
    isStarting = true
  }
  function takeLater({ turn, tries, settle }: Waiting): void {
    setTimeout(() => add({ turn, tries: tries + 1, settle }), busyMs)
  }

  return {
    take(turn) {
      const { promise, resolve } = Promise.withResolvers<TurnResult>()
      add({ turn, tries: 1, settle: resolve })
      return promise
    },
  }
}

/** The channels of these turns; what is not there is null. Undefined: they could not be looked up. */
type Reach = ((channelId: number) => ReachedChannel | null) | undefined

async function reachAll(deps: OutboxDeps, accountId: number, turns: readonly Turn[]): Promise<Reach> {
  const ids = [...new Set(turns.map(({ chat }) => chat.channelId))]
  try {
    const reached = await deps.connectAll(accountId, ids)
    return (channelId) => reached.get(channelId) ?? null
  } catch (error) {
    deps.log.warn({ error: String(error) }, 'channels could not be looked up; trying again')
    return undefined
  }
}

function resultOf(taken: Taken | undefined, turn: Turn, reach: Reach): TurnResult {
  if (taken === undefined || taken === 'busy' || taken === 'odd') return { kind: 'alone' }
  if (taken === 'over' || taken === 'paused') return { kind: taken }
  return { kind: 'part', part: taken, reached: reach?.(turn.chat.channelId) }
}
