import { randomUUID } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { endpoints } from '#contract/endpoints'
import { amoRoutes } from '../amo-api/index.ts'
import { systemClock } from '#lib/clock'
import { openOffices } from './test-offices.ts'
import { addThings, type Things } from './test-things.ts'

const offices = await openOffices()
const { base, anna, database } = offices
const secret = `тайна-${randomUUID()}`

async function call(method: string, path: string, body?: unknown): Promise<string> {
  const answer = await fetch(`${base}/api${path}`, {
    method,
    headers: { origin: base, cookie: anna.admin.cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  expect(answer.status, text).toBe(200)
  return text
}

/** Everything that colleagues can say to each other in a card, each time with the secret in it. */
async function speak({ internalChatId, userId, dealId }: Things): Promise<void> {
  const fileId = randomUUID()
  const upload = await fetch(`${base}/api/files/${fileId}?name=${encodeURIComponent(`${secret}.txt`)}`, {
    method: 'PUT',
    headers: { origin: base, cookie: anna.admin.cookie, 'content-type': 'application/octet-stream' },
    body: secret,
  })
  expect(upload.status).toBe(200)
  await call('PUT', `/internal/chats/${internalChatId}/draft`, { text: secret })
  const id = randomUUID()
  const recipients = [{ kind: 'user', id: userId }]
  await call('POST', `/internal/chats/${internalChatId}/messages`, {
    id,
    text: secret,
    fileIds: [fileId],
    recipients,
  })
  await call('PATCH', `/internal/messages/${id}`, { text: `${secret}!` })
  await call('PUT', `/internal/chats/${internalChatId}/draft`, { text: secret })
  expect(await call('GET', `/internal/chats/${internalChatId}/messages`)).toContain(secret)
  expect(await call('GET', `/cards/deal/${dealId}/feed`)).toContain(secret)
}

/** The tables in which a text stands, whatever their columns are called. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows } = await sql<{
    name: string
  }>`select tablename as name from pg_tables where schemaname = 'public' order by 1`.execute(database.db)
  const found: string[] = []
  for (const { name } of rows) {
    const { rows: hits } =
      await sql`select from ${sql.table(name)} t where t::text like ${`%${text}%`} limit 1`.execute(
        database.db,
      )
    if (hits.length > 0) found.push(name)
  }
  return found
}

test('no word between colleagues is where a client, a messenger or another program is answered from', async () => {
  const things = await addThings(offices, anna)
  const queued = async () => (await sql`select from outbox`.execute(database.db)).rows.length
  const before = await queued()
  await speak(things)
  // Nothing waits to leave, no message, event, live change or search index holds it: only what colleagues alone read.
  expect(await tablesWith(secret)).toEqual([
    'files',
    'internal_drafts',
    'internal_messages',
    'internal_revisions',
    'notifications',
  ])
  expect(await queued()).toBe(before)

  const config = { secretKey: Buffer.alloc(32), filesUrl: null, publicUrl: null }
  const ids: Record<string, number> = {
    '/leads/:id': things.dealId,
    '/contacts/:id': things.contactId,
    '/talks/:id': things.number,
    '/talks/:id/messages': things.number,
    '/leads/pipelines/:id': things.pipelineId,
  }
  for (const { method, path } of amoRoutes({ db: database.db, clock: systemClock, config })) {
    if (method !== 'GET') continue
    const url = path.replace(/:\w+/, String(ids[path] ?? things.dealId))
    const answer = await fetch(`${base}/api/v4${url}`, {
      headers: { authorization: `Bearer ${anna.admin.token}` },
    })
    expect(await answer.text(), path).not.toContain(secret)
  }
  for (const { method, path, permission } of endpoints) {
    if (method !== 'GET' || permission !== 'visitor') continue
    const url = path.replaceAll(/:(\w+)/g, (_all, name: string) =>
      name === 'button' ? things.button : things.chatId,
    )
    const answer = await fetch(`${base}/api${url}`, {
      headers: { origin: base, authorization: `Bearer ${things.visitorToken}` },
    })
    expect(await answer.text(), path).not.toContain(secret)
  }
  expect(await call('GET', `/conversations?search=${encodeURIComponent(secret)}`)).not.toContain(secret)
})

/** Where colleagues' words may be read: their own feature, who sees what, files' rights, the feed of a card. */
const readers = [
  'server/features/internal/',
  'server/features/access/',
  'server/features/files/',
  'server/features/feed/streams/internal.ts',
  'server/features/feed/gathered/',
  // When a line of a feed was written, no word of it.
  'server/features/feed/find-line-place.ts',
  // The files of a card for who sees it; whether somebody uses a card that an import made.
  'server/features/gallery/',
  'server/features/deals/take-back-deal.ts',
  'server/features/customers/take-back-customer.ts',
  // Who is erased takes what colleagues said of him along; what is kept long enough goes.
  'server/features/erasure/',
  'server/db/schema.ts',
  'server/isolation/',
]

test('nothing else in the product names the tables of colleagues’ words', async () => {
  const files: string[] = []
  for await (const path of glob('{server,dev,bench}/**/*.ts')) {
    if (
      /\binternal_(chats|messages|members|recipients|reads|revisions|reactions|attachments|drafts)\b/.test(
        await readFile(path, 'utf8'),
      )
    )
      files.push(path)
  }
  expect(
    files.filter((path) => !path.endsWith('.test.ts') && !readers.some((known) => path.startsWith(known))),
  ).toEqual([])
  // The check has looked.
  expect(files.some((path) => path.startsWith('server/features/internal/'))).toBe(true)
})
