import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { createMessengers } from '#channels/messengers'
import { findMessages } from '#features/messages'
import { openStorage } from '#lib/files/storage'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { drainJobs } from '#lib/test-jobs'
import { jobs } from './jobs.ts'
import { createTestAccount, messageOf, personOf } from './test-account.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'beseda-fetch-'))
const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const storage = await openStorage({ dataDir, s3: null })
const account = await createTestAccount(database)
const { accountId, channelId } = account
afterAll(() => rm(dataDir, { recursive: true }))

/** The network's border: a messenger that hands out whatever is asked for. */
const asked: string[] = []
const messenger = {
  ...createMessengers({
    apiRoots: { telegram: null, viber: null, vk: null },
    allowsPrivateNetwork: false,
  }).telegram,
  fetchFile: async (_connection: unknown, remoteRef: string) => {
    asked.push(remoteRef)
    const stream = Readable.from([Buffer.from('0123456789')])
    return { outcome: 'open' as const, stream, sizeBytes: 10, mime: null, name: null }
  },
}
let isConnected = true
let passedMs = 0
const work = jobs({
  db,
  storage,
  clock: () => new Date(Date.now() + passedMs),
  maxBytes: 1000,
  connect: async () => (isConnected ? { messenger, connection: { token: 't', externalId: '1' } } : null),
})

async function sendFile(remoteRef: string): Promise<string> {
  const attachment = {
    kind: 'document' as const,
    name: 'смета.txt',
    mime: null,
    sizeBytes: 10,
    durationSeconds: null,
    width: null,
    height: null,
    remoteRef,
    state: 'pending' as const,
  }
  const content = { text: 'файл', entities: [], attachments: [attachment], unsupported: null }
  await account.take(messageOf(personOf(remoteRef), 'файл', { content }))
  const { rows } = await sql<{ id: string }>`
    select message_id as id from attachments where account_id = ${accountId} and remote_ref = ${remoteRef}`.execute(
    db,
  )
  return rows[0]?.id ?? ''
}

async function attachmentOf(messageId: string): Promise<{ state: string; url: string | null } | undefined> {
  const [message] = await findMessages(db, accountId, [messageId])
  return message?.attachments[0]
}

const countFiles = async (): Promise<number> =>
  (await db.selectFrom('files').select('id').where('account_id', '=', accountId).execute()).length

const waitingJobs = async (messageId: string): Promise<{ isLater: boolean }[]> =>
  (
    await sql<{ isLater: boolean }>`
      select run_at > now() as "isLater" from graphile_worker.jobs where key = ${`fetch:${messageId}:0`}`.execute(
      db,
    )
  ).rows

test('a file for which there is no room waits, says why, is not asked of the messenger, and comes when there is room', async () => {
  storage.quotaBytes = 5
  onTestFinished(() => void (storage.quotaBytes = null))
  const id = await sendFile('waits')
  await drainJobs(pool, work)
  expect(await attachmentOf(id)).toMatchObject({ state: 'no_room', url: null })
  expect(asked).not.toContain('waits')
  expect(await waitingJobs(id)).toEqual([{ isLater: true }])
  // It looks again and again, and it stays one job.
  const again = { accountId, channelId, messageId: id, position: 0 }
  await work['fetch-attachment']?.(again)
  expect(await waitingJobs(id)).toEqual([{ isLater: true }])
  storage.quotaBytes = 100
  await work['fetch-attachment']?.(again)
  expect(await attachmentOf(id)).toMatchObject({ state: 'ready' })
})

test('a disk that fills up while the file comes makes it wait as well, and nothing of it is kept', async () => {
  const { keep } = storage
  onTestFinished(() => void (storage.keep = keep))
  storage.keep = () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
  const before = await countFiles()
  const id = await sendFile('half')
  await drainJobs(pool, work)
  expect(asked).toContain('half')
  expect(await attachmentOf(id)).toMatchObject({ state: 'no_room' })
  expect(await countFiles()).toBe(before)
  storage.keep = keep
  await work['fetch-attachment']?.({ accountId, channelId, messageId: id, position: 0 })
  expect(await attachmentOf(id)).toMatchObject({ state: 'ready' })
})

test('a file whose channel is disconnected is asked for again, rarer and rarer, comes when it is back, and is gone after days', async () => {
  isConnected = false
  onTestFinished(() => void ([isConnected, passedMs] = [true, 0]))
  const [comes, never] = [await sendFile('comes'), await sendFile('never')]
  const fetch = (messageId: string) =>
    work['fetch-attachment']?.({ accountId, channelId, messageId, position: 0 })
  await drainJobs(pool, work)
  for (const id of [comes, never]) {
    expect(await attachmentOf(id)).toMatchObject({ state: 'pending' })
    expect(await waitingJobs(id)).toEqual([{ isLater: true }])
  }
  isConnected = true
  await fetch(comes)
  expect(await attachmentOf(comes)).toMatchObject({ state: 'ready' })
  isConnected = false
  passedMs = 2 * 86_400_000
  await fetch(never)
  expect(await attachmentOf(never)).toMatchObject({ state: 'pending' })
  passedMs = 4 * 86_400_000
  await fetch(never)
  expect(await attachmentOf(never)).toMatchObject({ state: 'gone' })
})
