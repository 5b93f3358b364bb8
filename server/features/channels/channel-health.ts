import type { ChannelFailure, ChannelRef } from '#channels/channel'
import type { ChangeTail } from '#lib/change-tail'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { change, emit, systemActor } from '#lib/events'
import { describeError, type Log } from '#lib/log'
import { beginBreakage, endBreakage, tellInTime } from './breakages.ts'
import { findState, lockState, updateHealth, updateLastIn } from './health-queries.ts'
import type { Channel } from './queries.ts'

/** What is known of whether channels work, told by whoever calls a messenger. Facts are emitted once, when a state changes. */
export type ChannelHealth = {
  /** Something came in; of somebody's message, when it was written. Kept at most once a second for each channel. */
  received(ref: ChannelRef, writtenAt: Date | null): void
  /** Receiving works, whether or not something came. Costs nothing while the channel is known to work. */
  succeeded(ref: ChannelRef): void
  /** A call failed for a reason that concerns the whole channel. `secretsSealed`: of the channel as it was then; news about former secrets are no news. */
  failed(
    ref: ChannelRef,
    failure: Pick<ChannelFailure, 'state' | 'detail'>,
    secretsSealed?: string | null,
  ): Promise<void>
  close(): void
}

type HealthDeps = { db: Db; clock: Clock; log: Log; tail: Pick<ChangeTail, 'wake' | 'subscribe'> }

/** How long a failure lasts before it is one: a hiccup of the network or a change of ours is no news. */
const patienceMs = { unreachable: 30_000, conflict: 5_000, token_revoked: 0 } as const
const writeEveryMs = 1000

export function createChannelHealth(deps: HealthDeps): ChannelHealth {
  const failingSince = new Map<string, { state: Channel['state']; atMs: number }>()
  const writtenAtMs = new Map<string, number>()
  const working = new Set<string>()
  const quietly = (work: Promise<void>): void => {
    work.catch((error: unknown) =>
      deps.log.warn({ error: describeError(error)['message'] }, 'channel health not written'),
    )
  }
  const isTimeToWrite = (key: string): boolean => {
    const nowMs = deps.clock().getTime()
    if (nowMs - (writtenAtMs.get(key) ?? -Infinity) < writeEveryMs) return false
    writtenAtMs.set(key, nowMs)
    return true
  }
  async function noteReceived(ref: ChannelRef, writtenAt: Date | null): Promise<void> {
    const state = writtenAt
      ? await updateLastIn(deps.db, ref, writtenAt, deps.clock())
      : await findState(deps.db, ref)
    if (state === 'conflict' || state === 'unreachable') await recover(deps, ref)
    failingSince.delete(keyOf(ref))
  }
  async function noteSuccess(ref: ChannelRef): Promise<void> {
    const state = await findState(deps.db, ref)
    if (state !== null && state !== 'working') await recover(deps, ref)
    working.add(keyOf(ref))
  }
  // Another process may have found out otherwise: what was known of the account's channels is looked up again.
  const unsubscribe = deps.tail.subscribe((changes) => {
    const accounts = changes?.filter((each) => each.topic === 'channels').map((each) => each.accountId)
    for (const key of working)
      if (!accounts || accounts.some((id) => key.startsWith(`${id}:`))) working.delete(key)
  })
  return {
    received(ref, writtenAt) {
      const key = writtenAt ? keyOf(ref) : `${keyOf(ref)}:sign`
      if (isTimeToWrite(key)) quietly(noteReceived(ref, writtenAt))
    },
    succeeded(ref) {
      failingSince.delete(keyOf(ref))
      if (!working.has(keyOf(ref))) quietly(noteSuccess(ref))
    },
    async failed(ref, failure, secretsSealed = null) {
      const { state, detail } = failure
      if (state === 'refused') return
      const key = keyOf(ref)
      const nowMs = deps.clock().getTime()
      const known = failingSince.get(key)
      const sinceMs = known?.state === state ? known.atMs : nowMs
      failingSince.set(key, { state, atMs: sinceMs })
      if (nowMs - sinceMs < patienceMs[state]) return
      working.delete(key)
      const since = new Date(sinceMs)
      await note(deps, ref, { state, detail, since }, secretsSealed, () => isTimeToWrite(`${key}:error`))
    },
    close: unsubscribe,
  }
}

type Failed = { state: Exclude<ChannelFailure['state'], 'refused'>; detail: string; since: Date }

async function note(
  deps: HealthDeps,
  ref: ChannelRef,
  failure: Failed,
  secretsSealed: string | null,
  isTimeToWrite: () => boolean,
): Promise<void> {
  const isNews = await inTransaction(deps.db, async (tx) => {
    const before = await lockState(tx, ref, secretsSealed)
    if (before === null) return false
    const at = deps.clock()
    if (before === failure.state && !isTimeToWrite()) return false
    await updateHealth(tx, ref, { state: failure.state, lastError: failure.detail, lastErrorAt: at })
    if (before === failure.state) {
      await tellInTime(tx, ref, at)
      return false
    }
    await beginBreakage(tx, ref, failure.state, failure.since, at)
    await tell(tx, ref, 'channel.failed', before, failure.state, at)
    return true
  })
  if (!isNews) return
  deps.log.warn(
    { channelId: ref.id, state: failure.state, detail: failure.detail },
    'a channel does not work',
  )
  deps.tail.wake()
}

async function recover(deps: HealthDeps, ref: ChannelRef): Promise<void> {
  const isNews = await inTransaction(deps.db, async (tx) => {
    const before = await lockState(tx, ref, null)
    if (before === null || before === 'working') return false
    await updateHealth(tx, ref, { state: 'working', lastError: null, lastErrorAt: null })
    await endBreakage(tx, ref, deps.clock())
    await tell(tx, ref, 'channel.recovered', before, 'working', deps.clock())
    return true
  })
  if (isNews) deps.tail.wake()
}

async function tell(
  tx: Tx,
  ref: ChannelRef,
  type: 'channel.failed' | 'channel.recovered',
  before: Channel['state'],
  after: Channel['state'],
  at: Date,
): Promise<void> {
  await emit(tx, {
    accountId: ref.accountId,
    type,
    actor: systemActor,
    road: 'messenger',
    subject: { kind: 'channel', id: ref.id },
    channelId: ref.id,
    before: { state: before },
    after: { state: after },
    at,
  })
  await change(tx, { accountId: ref.accountId, topic: 'channels' })
}

function keyOf(ref: ChannelRef): string {
  return `${ref.accountId}:${ref.id}`
}
