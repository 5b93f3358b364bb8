import type { Connection, Messenger } from '#channels/channel'
import type { Db } from '#lib/db'

/** Small signs to clients beside messages: nothing depends on them, and nothing waits for them. */
export type SignalDeps = {
  db: Db
  connect(
    accountId: number,
    channelId: number,
  ): Promise<{ messenger: Messenger; connection: Connection; isPaused: boolean } | null>
}
