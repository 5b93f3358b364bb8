import type { ChannelDeps } from './channel-deps.ts'
import { updateWaiting } from './health-queries.ts'
import { openConnection } from './open-connection.ts'
import type { Channel } from './queries.ts'
import { setUpReceiving } from './set-up-receiving.ts'
import { webhookPath, webhookSecret } from './webhook-secret.ts'

export type WebhookWatch = {
  /** Asks the messenger, when it is time to, how its deliveries go. */
  look(channel: Channel): Promise<void>
}

type Watched = { nextAtMs: number; troubledSinceMs: number | null }

const usualPauseMs = 5 * 60_000
const shortPauseMs = 20_000
/** A restart of ours or of a proxy is no trouble yet. */
const patienceMs = 60_000
const freshErrorMs = 3 * 60_000

/**
 * A webhook can die without a word: another program sets its own, a certificate runs out, a firewall closes. The first is
 * shown as a conflict; when updates wait because they cannot be delivered, they are asked for instead.
 */
export function createWebhookWatch(deps: ChannelDeps): WebhookWatch {
  const watched = new Map<string, Watched>()
  return {
    async look(channel) {
      const key = `${channel.accountId}:${channel.id}`
      const nowMs = deps.clock().getTime()
      const known = watched.get(key)
      if (!known) {
        watched.set(key, { nextAtMs: nowMs + usualPauseMs, troubledSinceMs: null })
        return
      }
      if (nowMs < known.nextAtMs) return
      known.nextAtMs = nowMs + shortPauseMs
      const trouble = await findTrouble(deps, channel)
      if (trouble === null) {
        watched.set(key, { nextAtMs: nowMs + usualPauseMs, troubledSinceMs: null })
        return
      }
      known.troubledSinceMs ??= nowMs
      if (trouble === '' || nowMs - known.troubledSinceMs < patienceMs) return
      watched.delete(key)
      await setUpReceiving(deps, channel, {
        instead: `The webhook does not reach this server (${trouble}); new messages are asked for instead.`,
      })
    },
  }
}

/** null: all is well. Empty: something is wrong that polling would not mend; the health has been told. */
async function findTrouble(deps: ChannelDeps, channel: Channel): Promise<string | null> {
  const { webhook } = deps.messengers[channel.kind]
  if (!webhook) return null
  const seen = await webhook.inspect(openConnection(deps.secretKey, channel))
  if (seen.outcome === 'failed') {
    await deps.health.failed(channel, seen.failure, channel.secretsSealed)
    return ''
  }
  await updateWaiting(deps.db, channel, seen.waitingCount, deps.clock())
  const { hookNonce, receivesAt } = channel.settings
  const secret = webhookSecret(deps.secretKey, channel, hookNonce ?? '')
  if (seen.url !== `${receivesAt}${webhookPath(channel.kind, secret)}`) {
    const detail = 'Another program has taken the webhook of this bot away'
    await deps.health.failed(channel, { state: 'conflict', detail }, channel.secretsSealed)
    return ''
  }
  const { lastError } = seen
  const isFresh = lastError !== null && deps.clock().getTime() - lastError.at.getTime() < freshErrorMs
  if (seen.waitingCount > 0 && isFresh) return lastError.detail
  deps.health.succeeded(channel)
  return null
}
