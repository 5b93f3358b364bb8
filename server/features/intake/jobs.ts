import type { Connection, Messenger } from '#channels/channel'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import type { FileStorage } from '#lib/files/storage'
import type { Jobs } from '#lib/jobs'
import { answerPress, pressSchema } from './answer-press.ts'
import { attachmentSchema, fetchAttachment } from './fetch-attachment.ts'
import { fetchAvatar, pictureSchema } from './fetch-avatar.ts'
import { findPersonInNoHurry, personSchema } from './find-person.ts'

export type FetchDeps = {
  db: Db
  storage: FileStorage
  clock: Clock
  /** A file of a client may be this large. */
  maxBytes: number
  connect(
    accountId: number,
    channelId: number,
  ): Promise<{ messenger: Messenger; connection: Connection } | null>
}

export function jobs(deps: FetchDeps): Jobs {
  return {
    'fetch-attachment': (payload) => fetchAttachment(deps, attachmentSchema.parse(payload)),
    'answer-press': (payload) => answerPress(deps, pressSchema.parse(payload)),
    'find-person': (payload) => findPersonInNoHurry(deps, personSchema.parse(payload)),
    'fetch-avatar': (payload) => fetchAvatar(deps, pictureSchema.parse(payload)),
  }
}
