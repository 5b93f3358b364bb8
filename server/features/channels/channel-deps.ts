import type { ChannelKind } from '#contract/channels'
import type { ChannelRef, Incoming } from '#channels/channel'
import type { Messengers } from '#channels/messengers'
import type { ChangeTail } from '#lib/change-tail'
import type { Clock } from '#lib/clock'
import type { SecretKey } from '#lib/crypto'
import type { Db } from '#lib/db'
import type { Log } from '#lib/log'
import type { ChannelHealth } from './channel-health.ts'

export type ChannelDeps = {
  db: Db
  secretKey: SecretKey
  clock: Clock
  log: Log
  tail: Pick<ChangeTail, 'wake' | 'subscribe'>
  messengers: Messengers
  health: ChannelHealth
  /** Address under which people and browsers reach us; null: as the caller did. */
  publicUrl: string | null
  /** Address under which messengers reach us; null: they cannot, and are asked instead. Asked anew at each use. */
  webhookBase(kind: ChannelKind): string | null
}

/** The road of what comes in, given by a higher feature. */
export type IncomingRoad = {
  /** Resolves when it is durable; rejects only when the database is away. */
  take(channel: ChannelRef, items: Incoming[], raw: unknown): Promise<void>
  /** Keeps an update that our own rules cannot read. */
  setAside(channel: ChannelRef, raw: unknown, error: unknown): Promise<void>
}
