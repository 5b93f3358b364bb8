import type { Lease, Leases } from '#lib/leases'
import { describeError } from '#lib/log'
import type { ChannelDeps } from './channel-deps.ts'
import { noteReceiving } from './note-receiving.ts'
import { pollChannel, type PollDeps } from './poll-channel.ts'
import { listReceivingChannels, type Channel } from './queries.ts'
import { setUpReceiving, wantedReceiving } from './set-up-receiving.ts'
import { createWebhookWatch } from './watch-webhooks.ts'

export type ReceivingDeps = ChannelDeps & PollDeps & { leases: Leases }

export type Receiving = {
  /** Looks at the channels now; resolves when everything that has to run has been started. */
  look(): Promise<void>
  close(): Promise<void>
}

const lookEveryMs = 5_000
/** After a failed set-up the messenger is asked again so much later; two at the same second it refuses. */
const setUpAgainMs = 15_000

/**
 * Keeps receiving going for all channels: tells messengers how we receive when that has changed (a new address, a refusal to
 * be tried again at the next start), and polls, one process a channel. Start it when the HTTP server listens.
 */
export function startReceiving(deps: ReceivingDeps): Receiving {
  const polls = new Map<string, Promise<void>>()
  const triedAtMs = new Map<string, number>()
  const watch = createWebhookWatch(deps)
  let looking: Promise<void> | null = null
  let isDirty = false
  let isFirstLook = true
  const stop = new AbortController()
  const { signal } = stop

  async function lookOnce(): Promise<void> {
    await noteReceiving(deps)
    const channels = await listReceivingChannels(deps.db)
    await Promise.all(channels.map(lookAt))
    isFirstLook = false
  }
  async function lookAt(channel: Channel): Promise<void> {
    if (signal.aborted) return
    await setUpIfNeeded(deps, channel, triedAtMs, isFirstLook)
    if (channel.state === 'token_revoked') return
    if (channel.mode === 'polling') await startPolling(channel)
    else await watch.look(channel)
  }
  async function startPolling(channel: Channel): Promise<void> {
    const name = `poll:${channel.accountId}:${channel.id}`
    if (polls.has(name)) return
    const lease = await deps.leases.take(name)
    if (!lease) return
    polls.set(
      name,
      pollWithLease(deps, channel, lease, signal).finally(() => polls.delete(name)),
    )
  }
  async function run(): Promise<void> {
    while (isDirty && !signal.aborted) {
      isDirty = false
      await lookOnce().catch((error: unknown) =>
        deps.log.warn(
          { error: describeError(error)['message'] },
          'channels could not be looked at; trying again',
        ),
      )
    }
  }
  function look(): Promise<void> {
    isDirty = true
    looking ??= run().finally(() => (looking = null))
    return looking
  }
  const timer = setInterval(() => void look(), lookEveryMs)
  const unsubscribe = deps.tail.subscribe((changes) => {
    if (changes === null || changes.some((each) => each.topic === 'channels')) void look()
  })
  void look()
  return {
    look,
    async close() {
      stop.abort()
      clearInterval(timer)
      unsubscribe()
      await looking
      await Promise.all(polls.values())
    },
  }
}

async function pollWithLease(
  deps: ReceivingDeps,
  channel: Channel,
  lease: Lease,
  stop: AbortSignal,
): Promise<void> {
  try {
    await pollChannel(deps, channel, AbortSignal.any([lease.signal, stop]))
  } finally {
    await lease.release()
  }
}

async function setUpIfNeeded(
  deps: ReceivingDeps,
  channel: Channel,
  triedAtMs: Map<string, number>,
  isFirstLook: boolean,
): Promise<void> {
  if (channel.state === 'token_revoked') return
  const wanted = wantedReceiving(deps, channel)
  const isSetUp =
    channel.settings.receivesAt === wanted && (wanted === 'polling') === (channel.mode === 'polling')
  if (isSetUp) return
  const key = `${channel.accountId}:${channel.id}:${channel.settings.hookNonce ?? ''}`
  const nowMs = deps.clock().getTime()
  const { setUpAt } = channel.settings
  if (setUpAt !== null && nowMs - Date.parse(setUpAt) < setUpAgainMs) return
  // What was refused is asked again only by the next process.
  if (channel.settings.receivesAt === wanted && !isFirstLook) return
  const before = triedAtMs.get(key)
  if (before !== undefined && nowMs - before < setUpAgainMs) return
  triedAtMs.set(key, nowMs)
  const lease = await deps.leases.take(`set-up:${channel.accountId}:${channel.id}`)
  if (!lease) return
  try {
    await setUpReceiving(deps, channel)
  } finally {
    await lease.release()
  }
}
