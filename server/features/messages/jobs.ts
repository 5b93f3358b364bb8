import { z } from 'zod'
import type { Connection, Messenger } from '#channels/channel'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import type { Jobs } from '#lib/jobs'
import { changeInMessenger } from './change-in-messenger.ts'
import { reactInMessenger } from './react-in-messenger.ts'

export type MessengerJobDeps = {
  db: Db
  clock: Clock
  connect(
    accountId: number,
    channelId: number,
  ): Promise<{ messenger: Messenger; connection: Connection; isPaused: boolean } | null>
}

const about = z.object({ accountId: z.int(), messageId: z.uuid() })

/** What messengers are told of messages that have left already. A job that throws is tried again later. */
export function jobs(deps: MessengerJobDeps): Jobs {
  return {
    'change-message': (payload) => changeInMessenger(deps, about.parse(payload)),
    'react-to-message': (payload) => reactInMessenger(deps, about.parse(payload)),
  }
}
