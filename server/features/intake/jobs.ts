import { z } from 'zod'
import { sql } from 'kysely'
import type { Connection, Messenger } from '#channels/channel'
import { storeFile } from '#features/files'
import { uuidv7 } from '#lib/crypto'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import type { FileStorage } from '#lib/files/storage'
import { addJob, type Jobs } from '#lib/jobs'
import { answerPress, pressSchema } from './answer-press.ts'
import { fetchAvatar, pictureSchema } from './fetch-avatar.ts'
import { findPerson, personSchema } from './find-person.ts'

const payloadSchema = z.object({
  accountId: z.int(),
  channelId: z.int(),
  messageId: z.uuid(),
  position: z.int(),
})

export type Fetch = { messageId: string; position: number; channelId: number }

/** Media are fetched after the message stands: a job per file, added in the message's transaction. */
export async function fetchAttachmentJob(tx: Tx, accountId: number, fetches: Fetch[]): Promise<void> {
  for (const fetch of fetches) {
    await addJob(
      tx,
      'fetch-attachment',
      { accountId, ...fetch },
      { key: `fetch:${fetch.messageId}:${fetch.position}`, maxAttempts: 12 },
    )
  }
}

export type FetchDeps = {
  db: Db
  storage: FileStorage
  /** A file of a client may be this large. */
  maxBytes: number
  connect(
    accountId: number,
    channelId: number,
  ): Promise<{ messenger: Messenger; connection: Connection } | null>
}

type Wanted = {
  name: string
  mime: string | null
  remoteRef: string | null
  chatId: string
  number: number | null
}

export function jobs(deps: FetchDeps): Jobs {
  return {
    'fetch-attachment': (payload) => fetchAttachment(deps, payloadSchema.parse(payload)),
    'answer-press': (payload) => answerPress(deps, pressSchema.parse(payload)),
    'find-person': (payload) => findPerson(deps, personSchema.parse(payload)),
    'fetch-avatar': (payload) => fetchAvatar(deps, pictureSchema.parse(payload)),
  }
}

async function fetchAttachment(deps: FetchDeps, job: z.output<typeof payloadSchema>): Promise<void> {
  const wanted = await findWanted(deps.db, job)
  if (!wanted?.remoteRef) return
  const channel = await deps.connect(job.accountId, job.channelId)
  // Without its channel there is nothing to fetch from; a reconnected one still has the file for a while.
  if (!channel) throw new Error('The channel is disconnected')
  const fetched = await channel.messenger.fetchFile(channel.connection, wanted.remoteRef)
  if (fetched.outcome === 'later') throw new Error('The messenger asked to come later')
  if (fetched.outcome !== 'open')
    return settle(deps.db, job, wanted, { state: fetched.outcome, fileId: null })
  try {
    const file = await storeFile(deps, {
      accountId: job.accountId,
      id: uuidv7(),
      name: wanted.name,
      uploadedBy: { kind: 'client', id: null },
      chatId: null,
      body: fetched.stream,
      contentLength: fetched.sizeBytes,
      maxBytes: deps.maxBytes,
    })
    await settle(deps.db, job, wanted, { state: 'ready', fileId: file.id })
  } catch (error) {
    fetched.stream.destroy()
    // Neither gets better by asking again.
    const state = error instanceof AppError ? hopeless[error.code] : undefined
    if (!state) throw error
    await settle(deps.db, job, wanted, { state, fileId: null })
  }
}

const hopeless: Partial<Record<string, 'too_big' | 'gone'>> = {
  'file.too_large': 'too_big',
  'file.empty': 'gone',
}

async function findWanted(db: Db, job: z.output<typeof payloadSchema>): Promise<Wanted | null> {
  const { rows } = await sql<Wanted>`
    select t.name, t.mime, t.remote_ref as "remoteRef", m.chat_id as "chatId", m.number from attachments t
    join messages m on m.account_id = t.account_id and m.id = t.message_id
    where t.account_id = ${job.accountId} and t.message_id = ${job.messageId} and t.position = ${job.position}
      and t.state = 'pending'`.execute(db)
  return rows[0] ?? null
}

async function settle(
  db: Db,
  job: z.output<typeof payloadSchema>,
  wanted: Wanted,
  result: { state: 'ready' | 'gone' | 'too_big'; fileId: string | null },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await sql`update attachments set state = ${result.state}, file_id = ${result.fileId} where account_id = ${job.accountId}
      and message_id = ${job.messageId} and position = ${job.position} and state = 'pending'`.execute(tx)
    await change(tx, {
      accountId: job.accountId,
      topic: 'message.changed',
      number: wanted.number,
      chatId: wanted.chatId,
      messageId: job.messageId,
    })
  })
}
