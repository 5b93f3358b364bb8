import { channelKind, type ChannelKind } from '#contract/channels'
import type { Connection } from '#channels/channel'
import type { Messengers } from '#channels/messengers'
import { findChannels, openConnection, type Channel, type ChannelHealth } from '#features/channels'
import { findFiles, signFileUrl } from '#features/files'
import type { OutboxDeps, ReachedChannel } from '#features/outbox'
import type { Clock } from '#lib/clock'
import type { Config } from '#lib/config'
import type { SecretKey } from '#lib/crypto'
import type { Db } from '#lib/db'
import type { FileStorage } from '#lib/files/storage'

type ReachDeps = {
  db: Db
  secretKey: SecretKey
  storage: FileStorage
  messengers: Messengers
  health: ChannelHealth
  clock: Clock
  config: Pick<Config, 'secretKey' | 'filesUrl' | 'publicUrl'>
  /** Address under which messengers reach us; null: they cannot. */
  webhookBase(kind: ChannelKind): string | null
}

export type Reach = Pick<OutboxDeps, 'connect' | 'connectAll' | 'openFile'> & {
  isIdempotent(channelKind: string): boolean
}

/** A website button has no messenger to call, so nothing to call it with. */
const noConnection: Connection = { token: '', externalId: '' }

/** Clients fetch a file when they look at the message, which may be long after it came. */
const publicFileMs = 365 * 24 * 60 * 60 * 1000

/** How what sends and fetches reaches the messengers of channels and the stored files: features that do not know each other. */
export function createReach(deps: ReachDeps): Reach {
  function reach(channel: Channel): ReachedChannel | null {
    if (channel.disconnectedAt !== null) return null
    const connection = channel.secretsSealed === null ? noConnection : openConnection(deps.secretKey, channel)
    return {
      messenger: deps.messengers[channel.kind],
      connection,
      isPaused: channel.pausedAt !== null,
      reportRevoked: (detail) =>
        deps.health.failed(channel, { state: 'token_revoked', detail }, channel.secretsSealed),
    }
  }
  async function connectAll(
    accountId: number,
    channelIds: readonly number[],
  ): Promise<Map<number, ReachedChannel | null>> {
    const channels = await findChannels(deps.db, accountId, channelIds)
    return new Map(channels.map((channel) => [channel.id, reach(channel)]))
  }
  /** An address for a messenger that fetches files itself; null when it could not reach us. */
  function publicFileUrl(file: { accountId: number; fileId: string }, ending?: string): string | null {
    const base = deps.config.filesUrl ?? deps.webhookBase('viber')
    if (base === null) return null
    return signFileUrl(deps, file, new Date(deps.clock().getTime() + publicFileMs), base, ending)
  }
  return {
    connect: async (accountId, channelId) =>
      (await connectAll(accountId, [channelId])).get(channelId) ?? null,
    connectAll,
    async openFile(accountId, fileId) {
      const [file] = await findFiles(deps.db, accountId, [fileId])
      if (!file) return null
      const { name, mime, size_bytes: sizeBytes, width, height } = file
      return {
        name,
        mime,
        sizeBytes,
        width,
        height,
        open: () => deps.storage.open(file.storage_key),
        publicUrl: async (ending) => publicFileUrl({ accountId, fileId }, ending),
      }
    },
    isIdempotent(kind) {
      const known = channelKind.safeParse(kind)
      return known.success && deps.messengers[known.data].capabilities.isIdempotent
    },
  }
}
