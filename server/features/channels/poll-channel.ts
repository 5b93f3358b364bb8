import type { ChannelRef, Messenger } from '#channels/channel'
import { describeError } from '#lib/log'
import type { ChannelDeps, IncomingRoad } from './channel-deps.ts'
import { updateHealth } from './health-queries.ts'
import { openConnection } from './open-connection.ts'
import { findChannel } from './queries.ts'
import { passOn } from './serve-webhooks.ts'
import { newestOf } from './written-at.ts'

export type PollDeps = Pick<ChannelDeps, 'db' | 'secretKey' | 'clock' | 'log' | 'messengers' | 'health'> &
  IncomingRoad & {
    /** How long the messenger may wait for something new before it answers. */
    pollWaitSeconds: number
  }

export type Polled = { next: 'now' } | { next: 'later'; waitMs: number } | { next: 'never' }

/** One question to the messenger: what came is taken, and only then the place in its queue is moved. */
export async function pollOnce(
  deps: PollDeps,
  ref: ChannelRef,
  signal: AbortSignal,
  failures: number,
): Promise<Polled> {
  const channel = await findChannel(deps.db, ref.accountId, ref.id)
  const messenger = deps.messengers[ref.kind]
  const isOver = !channel || channel.disconnectedAt !== null || channel.mode !== 'polling'
  if (isOver || channel.state === 'token_revoked' || !messenger.polling) return { next: 'never' }
  const connection = openConnection(deps.secretKey, channel)
  const wait = { waitSeconds: deps.pollWaitSeconds, signal }
  const result = await messenger.polling.poll(connection, channel.pollCursor, wait)
  if (signal.aborted) return { next: 'never' }
  if (result.outcome === 'failed') {
    await deps.health.failed(channel, result.failure, channel.secretsSealed)
    return { next: 'later', waitMs: result.failure.retryAfterMs ?? backOffMs(failures) }
  }
  const writtenAt = await takeAll(deps, messenger, ref, result.updates)
  if (result.cursor !== channel.pollCursor) await updateHealth(deps.db, ref, { pollCursor: result.cursor })
  deps.health.succeeded(ref)
  if (result.updates.length > 0) deps.health.received(ref, writtenAt)
  return { next: 'now' }
}

/** Chats side by side; what happens in one chat one after another. @returns when the newest message among them was written. */
async function takeAll(
  deps: PollDeps,
  messenger: Messenger,
  ref: ChannelRef,
  updates: unknown[],
): Promise<Date | null> {
  const chats = Map.groupBy(updates, (update) => chatOf(deps, messenger, update))
  const written = await Promise.all(
    [...chats.values()].map(async (ordered) => {
      let newest: Date | null = null
      for (const update of ordered) newest = newestOf([newest, await passOn(deps, messenger, ref, update)])
      return newest
    }),
  )
  return newestOf(written)
}

function chatOf(deps: PollDeps, messenger: Messenger, update: unknown): string {
  try {
    const [first] = messenger.receive(update, deps.clock())
    return first && first.kind !== 'ignored' ? first.chat : ''
  } catch {
    // It will be set aside when its turn comes.
    return ''
  }
}

/** Polls one channel until `signal` aborts or there is nothing to poll any more. */
export async function pollChannel(deps: PollDeps, ref: ChannelRef, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const polled = await pollOnce(deps, ref, signal, failures).catch((error: unknown): Polled => {
      deps.log.warn(
        { channelId: ref.id, error: describeError(error)['message'] },
        'polling failed; trying again',
      )
      return { next: 'later', waitMs: backOffMs(failures) }
    })
    if (polled.next === 'never') return
    failures = polled.next === 'now' ? 0 : failures + 1
    if (polled.next === 'later') await pause(polled.waitMs, signal)
  }
}

/** 1 s, 2 s, 4 s … 30 s. */
function backOffMs(failures: number): number {
  return Math.min(1000 * 2 ** Math.min(failures, 5), 30_000)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
