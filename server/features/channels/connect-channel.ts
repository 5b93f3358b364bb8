import type { ChannelKind } from '#contract/channels'
import type { Road } from '#contract/events'
import { createOnce, findMade, type Asked } from '#lib/create-once'
import { randomToken } from '#lib/crypto'
import { inTransaction, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emit, type ActorRef } from '#lib/events'
import type { ChannelDeps } from './channel-deps.ts'
import { findBot, type KnownBot } from './check-token.ts'
import { cleanOrigins } from './clean-origins.ts'
import { updateHealth } from './health-queries.ts'
import { sealToken } from './open-connection.ts'
import { claimBot, insertChannel, lockFormerChannel, replaceWebhookPath, updateChannel } from './queries.ts'
import { setUpReceiving, wantedReceiving } from './set-up-receiving.ts'
import { webhookSecret } from './webhook-secret.ts'

export type Connecting = { accountId: number; actor: ActorRef; road: Road }

/** A repeat of one `requestId` is the same channel. */
type Repeatable = { requestId?: string | undefined }

/**
 * Connects a bot by its token. A bot that this account had before gets its former channel back, with its chats. Throws
 * `channel.token_invalid`, `channel.rights_missing`, `channel.token_taken`, `channel.unreachable`. @returns the channel's id.
 */
export async function connectBot(
  deps: ChannelDeps,
  who: Connecting,
  given: Repeatable & { kind: ChannelKind; token: string },
): Promise<number> {
  const { accountId } = who
  const { kind, token } = given
  const asked = askedBy(who, given)
  const madeId = await findMade(deps.db, asked)
  if (madeId !== null) return madeId
  refuseUnreachable(deps, kind)
  const bot = await findBot(deps, kind, token)
  const { id, isNew } = await inTransaction(deps.db, (tx) =>
    createOnce(tx, {
      ...asked,
      now: deps.clock(),
      make: async () => {
        const channelId = await insertOrRevive(deps, tx, who, kind, bot)
        await keepSecrets(deps, tx, { accountId, id: channelId, kind }, bot, token.trim())
        await tellConnected(deps, tx, who, { id: channelId, kind, name: bot.name })
        return { id: channelId, isNew: true }
      },
      find: async (channelId) => ({ id: channelId, isNew: false }),
    }),
  )
  // Of several that came at once the one that has made it tells the messenger.
  if (isNew) {
    deps.tail.wake()
    await setUpReceiving(deps, { accountId, id, kind })
  }
  return id
}

/** Only people make ids for what they ask; what starts by itself or on the command line has none. */
function askedBy({ accountId, actor }: Connecting, { requestId }: Repeatable): Asked {
  return { accountId, userId: actor.id ?? 0, kind: 'channel', requestId }
}

/** A messenger that comes by webhook only cannot work on a server that it cannot reach: `channel.needs_public_url`. */
export function refuseUnreachable(
  deps: Pick<ChannelDeps, 'messengers' | 'webhookBase'>,
  kind: ChannelKind,
): void {
  if (!canReachUs(deps, kind)) throw new AppError('channel.needs_public_url')
}

/** Whether a messenger's messages can get here: it finds our address, or can be asked. */
export function canReachUs(
  { messengers, webhookBase }: Pick<ChannelDeps, 'messengers' | 'webhookBase'>,
  kind: ChannelKind,
): boolean {
  const { webhook, polling } = messengers[kind]
  return !webhook || polling !== null || webhookBase(kind) !== null
}

async function insertOrRevive(
  deps: ChannelDeps,
  tx: Tx,
  who: Connecting,
  kind: ChannelKind,
  bot: KnownBot,
): Promise<number> {
  const { accountId } = who
  const former = await lockFormerChannel(tx, accountId, kind, bot.externalId)
  if (former) {
    await updateChannel(tx, former, { disconnectedAt: null, handle: bot.handle })
    await updateHealth(tx, former, { state: 'working', lastError: null, lastErrorAt: null, pollCursor: null })
    return former.id
  }
  const mode = wantedReceiving(deps, { accountId, id: 0, kind }) === 'polling' ? 'polling' : 'webhook'
  const { name, externalId, handle } = bot
  return insertChannel(tx, {
    accountId,
    kind,
    name,
    externalId,
    handle,
    settings: {},
    mode,
    at: deps.clock(),
  })
}

type Ref = { accountId: number; id: number; kind: ChannelKind }

/** Makes the bot this channel's, with its sealed token and a webhook address of its own. */
export async function keepSecrets(
  deps: ChannelDeps,
  tx: Tx,
  ref: Ref,
  bot: KnownBot,
  token: string,
): Promise<void> {
  if (!(await claimBot(tx, ref, bot.externalId))) throw new AppError('channel.token_taken')
  const hookNonce = randomToken(12)
  await updateChannel(tx, ref, {
    secretsSealed: sealToken(deps.secretKey, ref, token),
    settings: { hookNonce, receivesAt: null, setUpAt: deps.clock().toISOString() },
  })
  await replaceWebhookPath(tx, ref, webhookSecret(deps.secretKey, ref, hookNonce).hash)
}

/** Makes a website button under a public id of its own. Throws `channel.origin_invalid`. */
export async function createButton(
  deps: ChannelDeps,
  who: Connecting,
  given: Repeatable & { name: string; origins: string[] },
): Promise<number> {
  const { id } = await inTransaction(deps.db, (tx) =>
    createOnce(tx, {
      ...askedBy(who, given),
      now: deps.clock(),
      make: async () => ({ id: await addButton(deps, tx, who, given) }),
      find: async (channelId) => ({ id: channelId }),
    }),
  )
  deps.tail.wake()
  return id
}

/** The same inside a transaction, whose owner wakes the live readers. Without origins it works on our own pages only. */
export async function addButton(
  deps: Pick<ChannelDeps, 'clock'>,
  tx: Tx,
  who: Connecting,
  given: { name: string; origins: string[] },
): Promise<number> {
  const { accountId } = who
  const externalId = randomToken(12)
  const id = await insertChannel(tx, {
    accountId,
    kind: 'website',
    name: given.name,
    externalId,
    handle: null,
    settings: { origins: cleanOrigins(given.origins) },
    mode: 'direct',
    at: deps.clock(),
  })
  await claimBot(tx, { accountId, id, kind: 'website' }, externalId)
  await tellConnected(deps, tx, who, { id, kind: 'website', name: given.name })
  return id
}

export async function tellConnected(
  deps: Pick<ChannelDeps, 'clock'>,
  tx: Tx,
  who: Connecting,
  channel: { id: number; kind: ChannelKind; name: string },
  type: 'channel.connected' | 'channel.recovered' = 'channel.connected',
): Promise<void> {
  await emit(tx, {
    accountId: who.accountId,
    type,
    actor: who.actor,
    road: who.road,
    subject: { kind: 'channel', id: channel.id },
    channelId: channel.id,
    after: { kind: channel.kind, name: channel.name },
    at: deps.clock(),
  })
  await change(tx, { accountId: who.accountId, topic: 'channels' })
}
