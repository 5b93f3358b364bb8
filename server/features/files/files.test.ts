import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, request as httpRequest } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import type { Caller } from '#lib/http/route'
import { createLog } from '#lib/log'
import { createMetrics } from '#lib/metrics'
import { createHttpServer } from '#lib/http/server'
import { openStorage } from '#lib/files/storage'
import { createTestDatabase } from '#lib/test-database'
import {
  findFiles,
  openFile,
  routes,
  serveSignedFiles,
  signFileUrl,
  storeFile,
  sweepUploads,
} from './index.ts'
import { rightsOf } from '#features/access'

const { db } = await createTestDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'beseda-files-'))
const storage = await openStorage({ dataDir, s3: null })
let now = new Date('2026-03-01T12:00:00Z')
const config = { maxUploadBytes: 50_000, secretKey: randomBytes(32), filesUrl: null, publicUrl: null }
const deps = { db, storage, config, clock: () => now }

const where = { time_zone: 'UTC', currency: 'RUB', country: 'RU', language: 'ru' }
await db
  .insertInto('accounts')
  .values(['a', 'b'].map((subdomain) => ({ subdomain, name: subdomain, ...where })))
  .execute()

const caller = (userId: number, accountId: number, isAdmin: boolean): Caller => ({
  accountId,
  userId,
  name: 'Somebody',
  groupId: null,
  roleId: 1,
  isAdmin,
  mayChangeSettings: isAdmin,
  answersClients: true,
  rights: rightsOf(() => (isAdmin ? 'all' : 'own')),
})
const callers: Record<string, Caller> = {
  anna: caller(1, 1, true),
  boris: caller(2, 1, false),
  stranger: caller(1, 2, true),
}
const app = await createHttpServer(
  {
    config: { publicUrl: null, filesUrl: null, trustProxy: 0 },
    log: createLog({ level: 'silent' }),
    metrics: createMetrics({ withProcess: false }),
    resolveCaller: async ({ headers }) => callers[headers.get('cookie') ?? ''] ?? null,
  },
  routes(deps),
)
serveSignedFiles(app, deps)
const base = await app.listen({ port: 0, host: '127.0.0.1' })
afterAll(async () => {
  await app.close()
  await rm(dataDir, { recursive: true })
})

const put = (who: string, id: string, payload: Buffer | string, name = 'Счёт.txt') =>
  app.inject({
    method: 'PUT',
    url: `/api/files/${id}?name=${encodeURIComponent(name)}`,
    headers: { cookie: who, 'sec-fetch-site': 'same-origin', 'content-type': 'image/png' },
    payload,
  })
const get = (who: string, id: string, query = '') =>
  app.inject({ url: `/api/files/${id}${query}`, headers: { cookie: who } })
const storedCount = async (): Promise<number> =>
  (await readdir(join(dataDir, 'files', '1')).catch(() => [])).length

/** A message of the first account's client with this file, in a conversation of this responsible. */
async function attach(fileId: string, responsibleUserId: number | null): Promise<void> {
  const at = new Date()
  const [account_id, chat_id, message_id] = [1, randomUUID(), randomUUID()]
  const number = Math.floor(Math.random() * 1e9)
  const channel = await db
    .insertInto('channels')
    .values({ account_id, kind: 'telegram', name: 'Bot', external_id: randomUUID() })
    .returning('id')
    .executeTakeFirstOrThrow()
  const contact = await db
    .insertInto('contacts')
    .values({
      account_id,
      root_id: 1,
      name: 'Client',
      name_source: 'messenger',
      responsible_user_id: responsibleUserId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const place = { account_id, channel_id: channel.id, contact_id: contact.id }
  await db
    .insertInto('chats')
    .values({ ...place, id: chat_id, external_chat_id: randomUUID(), person_name: 'Client' })
    .execute()
  await db
    .insertInto('conversations')
    .values({
      ...place,
      number,
      chat_id,
      opened_at: at,
      opened_by_kind: 'client',
      opened_way: 'in',
      last_message_at: at,
      contact_responsible_user_id: responsibleUserId,
    })
    .execute()
  await db
    .insertInto('messages')
    .values({
      account_id,
      id: message_id,
      chat_id,
      number,
      direction: 'in',
      kind: 'text',
      actor_kind: 'client',
      placed_at: at,
      received_at: at,
    })
    .execute()
  await db
    .insertInto('attachments')
    .values({
      account_id,
      message_id,
      position: 0,
      part_position: 0,
      file_id: fileId,
      kind: 'document',
      name: 'x',
      state: 'ready',
    })
    .execute()
}

describe('an upload', () => {
  it('is stored under its id, typed by its bytes and not by what it is called', async () => {
    const id = randomUUID()
    const answer = await put('anna', id, '<svg xmlns="http://www.w3.org/2000/svg"/>', '../../кот.png')
    expect(answer.json()).toEqual({
      id,
      name: 'кот.png',
      mime: 'text/plain',
      sizeBytes: 41,
      url: `/api/files/${id}`,
      width: null,
      height: null,
    })
    const read = await get('anna', id)
    expect(read.headers['content-disposition']).toMatch(/^attachment;/)
    expect(read.headers['content-security-policy']).toBe("sandbox; default-src 'none'")
  })

  it('repeated by the same user is the same file, also when both come at once', async () => {
    const id = randomUUID()
    const before = await storedCount()
    const answers = await Promise.all([put('anna', id, 'once'), put('anna', id, 'once')])
    answers.push(await put('anna', id, 'other bytes'))
    expect(answers.map((answer) => answer.json().sizeBytes)).toEqual([4, 4, 4])
    expect(await storedCount()).toBe(before + 1)
  })

  it("of an id that is somebody else's is not found, and changes nothing", async () => {
    const id = randomUUID()
    await put('anna', id, 'mine')
    expect((await put('boris', id, 'stolen')).json().error.code).toBe('file.not_found')
    expect((await get('anna', id)).body).toBe('mine')
  })

  it('in two accounts may carry the same id', async () => {
    const id = randomUUID()
    await put('anna', id, 'first account')
    await put('stranger', id, 'second account')
    expect((await get('anna', id)).body).toBe('first account')
    expect((await get('stranger', id)).body).toBe('second account')
  })

  it('that is too large is refused with the limit, announced or not', async () => {
    const before = await storedCount()
    const announced = await put('anna', randomUUID(), Buffer.alloc(60_000))
    expect(announced.statusCode).toBe(413)
    expect(announced.json().error).toMatchObject({ code: 'file.too_large', details: { limitBytes: 50_000 } })
    const sent = httpRequest(`${base}/api/files/${randomUUID()}?name=a`, {
      method: 'PUT',
      headers: { cookie: 'anna', 'sec-fetch-site': 'same-origin' },
    })
    for (let index = 0; index < 40; index += 1) sent.write(Buffer.alloc(10_000))
    sent.end()
    const [response] = (await once(sent, 'response')) as [Readable & { statusCode: number }]
    response.resume()
    expect(response.statusCode).toBe(413)
    expect(await storedCount()).toBe(before)
  })

  it('whose connection breaks leaves no file behind', async () => {
    const id = randomUUID()
    const sent = httpRequest(`${base}/api/files/${id}?name=a`, {
      method: 'PUT',
      headers: { cookie: 'anna', 'sec-fetch-site': 'same-origin', 'content-length': '1000' },
    })
    sent.on('error', () => {})
    const incoming = (): Promise<string[]> => readdir(storage.incomingFolder)
    sent.write('half')
    await expect.poll(incoming).toHaveLength(1)
    sent.destroy()
    await expect.poll(incoming).toHaveLength(0)
    expect(await findFiles(db, 1, [id])).toEqual([])
  })
})

describe('a file is read', () => {
  it('by its uploader before it is sent, and by nobody else', async () => {
    const id = randomUUID()
    await put('boris', id, 'draft')
    expect((await get('boris', id)).body).toBe('draft')
    for (const who of ['anna', 'stranger'])
      expect((await get(who, id)).json().error.code).toBe('file.not_found')
    expect((await get('nobody', id)).json().error.code).toBe('session.required')
  })

  it('by whoever sees a message it belongs to', async () => {
    const [theirs, his] = [randomUUID(), randomUUID()]
    await put('anna', theirs, 'not for him')
    await put('anna', his, 'for him')
    await attach(theirs, 1)
    await attach(his, 2)
    expect((await get('boris', theirs)).statusCode).toBe(404)
    expect((await get('boris', his)).body).toBe('for him')
    expect((await get('anna', his)).body).toBe('for him')
  })

  it('no more by its uploader once it belongs to a message he may not see', async () => {
    const id = randomUUID()
    await put('boris', id, 'handed over')
    await attach(id, 1)
    expect((await get('boris', id)).statusCode).toBe(404)
  })

  it('never after it was erased', async () => {
    const id = randomUUID()
    await put('anna', id, 'gone')
    await db.updateTable('files').set({ erased_at: new Date() }).where('id', '=', id).execute()
    expect((await get('anna', id)).statusCode).toBe(404)
  })
})

describe('a signed address', () => {
  const sign = (fileId: string, accountId = 1): string =>
    new URL(signFileUrl(deps, { accountId, fileId }, new Date(now.getTime() + 60_000), base)).pathname

  it('reads its one file without a session until it runs out, also for other sites, but runs nowhere', async () => {
    const id = randomUUID()
    await put('anna', id, 'for a visitor')
    const answer = await app.inject(sign(id))
    expect(answer.body).toBe('for a visitor')
    expect(answer.headers).toMatchObject({
      'cross-origin-resource-policy': 'cross-origin',
      'content-security-policy': "sandbox; default-src 'none'",
    })
    const address = sign(id)
    now = new Date(now.getTime() + 16 * 60_000)
    expect((await app.inject(address)).statusCode).toBe(404)
  })

  it('holds for no other file, account or time', async () => {
    const [id, other] = [randomUUID(), randomUUID()]
    await put('anna', id, 'a')
    await put('anna', other, 'b')
    await put('stranger', id, 'c')
    const address = sign(id)
    const [, , account, file, expires = '', signature] = address.split('/')
    expect((await app.inject(address)).statusCode).toBe(200)
    for (const forged of [
      `/f/${account}/${other}/${expires}/${signature}`,
      `/f/2/${file}/${expires}/${signature}`,
      `/f/${account}/${file}/${Number(expires) + 900}/${signature}`,
      `/f/${account}/${file}/${expires}/${signature}x`,
      `/f/x/y/z/w`,
    ]) {
      expect((await app.inject(forged)).statusCode, forged).toBe(404)
    }
  })

  it('stays the same for a while, so that browsers keep the picture', () => {
    const id = randomUUID()
    now = new Date('2026-03-01T12:00:00Z')
    const first = sign(id)
    now = new Date('2026-03-01T12:05:00Z')
    expect(sign(id)).toBe(first)
  })
})

it('files in a bucket are stored, read in ranges and deleted like those in a folder', async () => {
  const objects = new Map<string, Buffer>()
  const bucket = createServer((request, response) => {
    const key = request.url?.split('?')[0] ?? ''
    if (request.method === 'PUT') {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        objects.set(key, Buffer.concat(chunks))
        response.end()
      })
      return
    }
    if (request.method === 'DELETE') objects.delete(key)
    const [, start = '0', end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    const found = objects.get(key)
    if (request.method === 'GET' && !found) response.statusCode = 404
    response.end(
      request.method === 'GET'
        ? found?.subarray(Number(start), end ? Number(end) + 1 : undefined)
        : undefined,
    )
  })
  await once(bucket.listen(0, '127.0.0.1'), 'listening')
  const address = bucket.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const s3 = {
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'chat',
    region: 'us-east-1',
    accessKeyId: 'id',
    secretAccessKey: 'key',
  }
  const inBucket = { db, storage: await openStorage({ dataDir, s3 }) }
  const file = await storeFile(inBucket, {
    accountId: 1,
    id: randomUUID(),
    name: 'a.txt',
    uploadedBy: { kind: 'client', id: null },
    chatId: null,
    body: Readable.from([Buffer.from('in the bucket')]),
    contentLength: null,
    maxBytes: 100,
  })
  expect([...objects.entries()].map(([key, bytes]) => [key, String(bytes)])).toEqual([
    [`/chat/${file.storage_key}`, 'in the bucket'],
  ])
  expect(await readdir(storage.incomingFolder)).toEqual([])
  const read = async (body: Readable): Promise<string> => String(Buffer.concat(await body.toArray()))
  expect(await read(await openFile(inBucket.storage, file))).toBe('in the bucket')
  expect(await read(await inBucket.storage.open(file.storage_key, { start: 7, end: 9 }))).toBe('buc')
  await inBucket.storage.delete(file.storage_key)
  expect(objects.size).toBe(0)
  await new Promise((resolve) => bucket.close(resolve))
})

it('an upload that was neither sent nor kept in a draft is gone after a day, its bytes too; others stay', async () => {
  const [sent, drafted, lost, fresh, fetched] = Array.from({ length: 5 }, () => randomUUID())
  const ids = [sent, drafted, lost, fresh, fetched].map(String)
  for (const id of ids) await put('anna', id, `bytes of ${id}`)
  await attach(String(sent), 1)
  const chat = await db.selectFrom('chats').select('id').limit(1).executeTakeFirstOrThrow()
  await db
    .insertInto('drafts')
    .values({ account_id: 1, user_id: 1, chat_id: chat.id, body: '', file_ids: [String(drafted)], at: now })
    .execute()
  const old = new Date(now.getTime() - 25 * 60 * 60 * 1000)
  const isOld = ids.filter((id) => id !== fresh)
  await db.updateTable('files').set({ at: now }).execute()
  await db.updateTable('files').set({ at: old }).where('id', 'in', isOld).execute()
  await db
    .updateTable('files')
    .set({ uploaded_by_kind: 'client' })
    .where('id', '=', String(fetched))
    .execute()
  const before = await storedCount()
  await sweepUploads(deps, now)
  const left = await findFiles(db, 1, ids)
  expect(left.map((file) => file.id)).toEqual([sent, drafted, fresh, fetched])
  expect(await storedCount()).toBe(before - 1)
  expect((await get('anna', String(lost))).statusCode).toBe(404)
})
