import { z } from 'zod'
import { sql } from 'kysely'
import type { FetchedFile } from '#channels/channel'
import { refuseFull, storeFile } from '#features/files'
import { uuidv7 } from '#lib/crypto'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { addJob } from '#lib/jobs'
import type { FetchDeps } from './jobs.ts'

export const attachmentSchema = z.object({
  accountId: z.int(),
  channelId: z.int(),
  messageId: z.uuid(),
  position: z.int(),
})
type Which = z.output<typeof attachmentSchema>

export type Fetch = { messageId: string; position: number; channelId: number }

/** Media are fetched after the message stands: a job per file, added in the message's transaction. */
export async function fetchAttachmentJob(tx: Tx, accountId: number, fetches: Fetch[]): Promise<void> {
  for (const fetch of fetches) await addFetch(tx, { accountId, ...fetch })
}

async function addFetch(tx: Tx, which: Which, runAt?: Date): Promise<void> {
  const key = `fetch:${which.messageId}:${which.position}`
  await addJob(tx, 'fetch-attachment', which, { key, maxAttempts: 12, ...(runAt && { runAt }) })
}

type Wanted = {
  name: string
  sizeBytes: number | null
  remoteRef: string | null
  chatId: string
  number: number | null
  receivedAt: Date
}

/** `no_room`: it cannot be kept now, and waits. `later`: it cannot be had now, and is asked for again. */
type Outcome =
  | { state: 'ready'; fileId: string }
  | { state: 'gone' | 'too_big' | 'no_room'; fileId: null }
  | { state: 'later'; fileId: null; afterMs: number }

/** While there is no room for it, a file is looked for so often. */
const roomPauseMs = 5 * 60_000

/** A messenger keeps a file for a while; one that could not be had for so long is told to be gone. */
const keptForMs = 3 * 86_400_000
const [shortestPauseMs, longestPauseMs] = [2000, 3_600_000]

/** Fetches a file of a client's message from its messenger and stores it; without room for it the file waits for some. */
export async function fetchAttachment(deps: FetchDeps, which: Which): Promise<void> {
  const wanted = await findWanted(deps.db, which)
  if (!wanted?.remoteRef) return
  const channel = await deps.connect(which.accountId, which.channelId)
  const outcome: Outcome = channel
    ? await bring(deps, which, wanted, () =>
        channel.messenger.fetchFile(channel.connection, wanted.remoteRef ?? ''),
      )
    : // There is nothing to fetch from; a reconnected one still has the file for a while.
      { state: 'later', fileId: null, afterMs: 0 }
  await inTransaction(deps.db, async (tx) => {
    // Another job, not a failure of this one: those are given up after a day, and the file would be on its way for ever.
    const again = (pauseMs: number): Promise<void> =>
      addFetch(tx, which, new Date(deps.clock().getTime() + pauseMs))
    if (outcome.state !== 'later') {
      await settle(tx, which, wanted, outcome)
      if (outcome.state === 'no_room') await again(roomPauseMs)
      return
    }
    const ageMs = deps.clock().getTime() - wanted.receivedAt.getTime()
    if (ageMs > keptForMs) return settle(tx, which, wanted, { state: 'gone', fileId: null })
    // As long again as it has been waited for.
    await again(Math.max(shortestPauseMs, outcome.afterMs, Math.min(ageMs, longestPauseMs)))
  })
}

async function bring(
  deps: FetchDeps,
  { accountId }: Which,
  { name, sizeBytes }: Wanted,
  fetch: () => Promise<FetchedFile>,
): Promise<Outcome> {
  try {
    // What cannot be kept is not asked for either.
    await refuseFull(deps, accountId, sizeBytes ?? 0)
    const fetched = await fetch()
    if (fetched.outcome === 'later') return { state: 'later', fileId: null, afterMs: fetched.retryAfterMs }
    if (fetched.outcome !== 'open') return { state: fetched.outcome, fileId: null }
    const file = await storeFile(deps, {
      accountId,
      id: uuidv7(),
      name,
      uploadedBy: { kind: 'client', id: null },
      chatId: null,
      body: fetched.stream,
      contentLength: fetched.sizeBytes,
      maxBytes: deps.maxBytes,
    }).finally(() => fetched.stream.destroy())
    return { state: 'ready', fileId: file.id }
  } catch (error) {
    // None of these gets better by asking again at once.
    const state = error instanceof AppError ? outcomes[error.code] : undefined
    if (!state) throw error
    return { state, fileId: null }
  }
}

const outcomes: Partial<Record<string, 'too_big' | 'gone' | 'no_room'>> = {
  'file.too_large': 'too_big',
  'file.empty': 'gone',
  'file.storage_full': 'no_room',
}

async function findWanted(db: Db, which: Which): Promise<Wanted | null> {
  const { rows } = await sql<Wanted>`
    select t.name, t.size_bytes as "sizeBytes", t.remote_ref as "remoteRef", m.chat_id as "chatId", m.number,
      m.received_at as "receivedAt" from attachments t
    join messages m on m.account_id = t.account_id and m.id = t.message_id
    where t.account_id = ${which.accountId} and t.message_id = ${which.messageId} and t.position = ${which.position}
      and t.state = 'pending'`.execute(db)
  return rows[0] ?? null
}

async function settle(
  tx: Tx,
  which: Which,
  wanted: Wanted,
  { state, fileId }: Exclude<Outcome, { state: 'later' }>,
): Promise<void> {
  const isWaiting = state === 'no_room'
  const { numAffectedRows } = await sql`
    update attachments set state = ${isWaiting ? 'pending' : state}, file_id = ${fileId},
      wait_reason = ${isWaiting ? 'storage_full' : null}
    where account_id = ${which.accountId} and message_id = ${which.messageId} and position = ${which.position}
      and state = 'pending' and (${!isWaiting} or wait_reason is null)`.execute(tx)
  if (!numAffectedRows) return
  await change(tx, {
    accountId: which.accountId,
    topic: 'message.changed',
    number: wanted.number,
    chatId: wanted.chatId,
    messageId: which.messageId,
  })
}
