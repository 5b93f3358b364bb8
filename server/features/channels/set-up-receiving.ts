import { setTimeout } from 'node:timers/promises'
import type { CallResult, ChannelRef, Messenger } from '#channels/channel'
import { inTransaction } from '#lib/db'
import { change } from '#lib/events'
import type { ChannelDeps } from './channel-deps.ts'
import { updateHealth, type ModeReason } from './health-queries.ts'
import { openConnection } from './open-connection.ts'
import { findChannel, lockChannel, updateChannel, type Channel } from './queries.ts'
import { webhookPath, webhookProof, webhookSecret } from './webhook-secret.ts'

type SetUpDeps = Pick<
  ChannelDeps,
  'db' | 'secretKey' | 'clock' | 'tail' | 'messengers' | 'health' | 'webhookBase'
>

/** The messenger comes by webhook only, and cannot reach us. */
const nowhere = 'nowhere'

/** For what receiving has to be set up now; kept with the channel once it is: the base of webhooks, `polling`, or `nowhere`. */
export function wantedReceiving(
  deps: Pick<SetUpDeps, 'messengers' | 'webhookBase'>,
  channel: ChannelRef,
): string {
  const { webhook, polling } = deps.messengers[channel.kind]
  const base = webhook && deps.webhookBase(channel.kind)
  return base ?? (polling ? 'polling' : nowhere)
}

type Note = { reason: ModeReason; text: string }
type Outcome = { mode: Channel['mode']; note: Note | null; isDone: boolean }

/**
 * Tells the messenger how we receive: by webhook where it can reach us, else by polling; also when it refuses the webhook,
 * and then the channel's health says so. `instead`: why polling has to take the place of a webhook that was set. Call it
 * outside any transaction. Never throws for the messenger's sake.
 */
export async function setUpReceiving(
  deps: SetUpDeps,
  ref: ChannelRef,
  options: { instead?: string } = {},
): Promise<void> {
  const messenger = deps.messengers[ref.kind]
  if (!messenger.polling && !messenger.webhook) return
  // The nonce can change while the messenger is asked; the last word must be the newest.
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const channel = await findChannel(deps.db, ref.accountId, ref.id)
    if (!channel || channel.disconnectedAt !== null) return
    const wanted = wantedReceiving(deps, ref)
    const outcome = await tellMessenger(deps, messenger, channel, wanted, options.instead ?? null)
    if (await keepOutcome(deps, channel, wanted, outcome)) break
  }
  deps.tail.wake()
}

const unreachable =
  'This messenger reaches a server only under a public https address; set PUBLIC_URL to yours.'

async function tellMessenger(
  deps: SetUpDeps,
  messenger: Messenger,
  channel: Channel,
  wanted: string,
  instead: string | null,
): Promise<Outcome> {
  if (wanted === nowhere) {
    return { mode: 'webhook', note: { reason: 'no_address', text: unreachable }, isDone: true }
  }
  const connection = openConnection(deps.secretKey, channel)
  const { webhook } = messenger
  let note: Note | null = instead === null ? null : { reason: 'undelivered', text: instead }
  if (webhook && wanted !== 'polling' && instead === null) {
    const secret = webhookSecret(deps.secretKey, channel, channel.settings.hookNonce ?? '')
    const url = `${wanted}${webhookPath(channel.kind, secret)}`
    const proof = webhookProof(deps.secretKey, secret.hash)
    const set = await twiceIfAsked(() => webhook.set(connection, url, proof))
    if (set.outcome === 'ok') {
      deps.health.succeeded(channel)
      return { mode: 'webhook', note: null, isDone: true }
    }
    await deps.health.failed(channel, set.failure, channel.secretsSealed)
    if (set.failure.state !== 'refused') return { mode: channel.mode, note: null, isDone: false }
    const refused = `The webhook was refused (${set.failure.detail})`
    if (!messenger.polling) {
      const text = `${refused}; nothing comes in.`
      return { mode: 'webhook', note: { reason: 'refused_silent', text }, isDone: false }
    }
    note = { reason: 'refused', text: `${refused}; new messages are asked for instead.` }
  }
  const removed = (await webhook?.remove(connection)) ?? { outcome: 'ok' }
  if (removed.outcome === 'failed') await deps.health.failed(channel, removed.failure, channel.secretsSealed)
  else deps.health.succeeded(channel)
  return { mode: 'polling', note, isDone: removed.outcome === 'ok' }
}

const longestWaitMs = 3_000

/** Telegram takes one such call a second: who is told to come again soon does. */
async function twiceIfAsked(call: () => Promise<CallResult>): Promise<CallResult> {
  const first = await call()
  const waitMs = first.outcome === 'failed' ? first.failure.retryAfterMs : null
  if (waitMs === null || waitMs > longestWaitMs) return first
  await setTimeout(waitMs)
  return call()
}

/** @returns false when the channel's secret changed meanwhile: what was told is out of date. */
async function keepOutcome(
  deps: SetUpDeps,
  told: Channel,
  wanted: string,
  outcome: Outcome,
): Promise<boolean> {
  return inTransaction(deps.db, async (tx) => {
    const now = await lockChannel(tx, told.accountId, told.id)
    if (!now || now.disconnectedAt !== null) return true
    if (now.settings.hookNonce !== told.settings.hookNonce) return false
    await updateChannel(tx, now, { settings: { receivesAt: outcome.isDone ? wanted : null, setUpAt: null } })
    const lastError = outcome.note?.text ?? (now.state === 'working' ? null : undefined)
    const modeReason = outcome.note?.reason ?? null
    // What waited is told anew on the new road.
    await updateHealth(tx, now, { mode: outcome.mode, lastError, modeReason, waitingCount: 0 })
    await change(tx, { accountId: now.accountId, topic: 'channels' })
    return true
  })
}
