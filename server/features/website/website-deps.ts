import type { ChannelRef, Incoming, Messenger } from '#channels/channel'
import type { ChangeTail } from '#lib/change-tail'
import type { Clock } from '#lib/clock'
import type { Config } from '#lib/config'
import type { Db } from '#lib/db'
import type { FileStorage } from '#lib/files/storage'
import type { Log } from '#lib/log'

/** Takes what came in into the account; resolves after the commit. */
type TakeIncoming = (channel: ChannelRef, items: Incoming[], raw: unknown) => Promise<void>

/** What the composition root gives; `take` is the one road of client messages into an account. */
export type WebsiteDeps = {
  db: Db
  clock: Clock
  log: Log
  tail: ChangeTail
  messenger: Messenger
  take: TakeIncoming
  storage: FileStorage
  config: Pick<Config, 'publicUrl' | 'filesUrl' | 'secretKey' | 'maxUploadBytes'>
}
