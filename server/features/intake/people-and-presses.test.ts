import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createMessengers } from '#channels/messengers'
import { findContactRows, findContactView } from '#features/contacts'
import { findViewer } from '#features/access'
import { closeConversation } from '#features/conversations'
import { inTransaction } from '#lib/db'
import { openStorage } from '#lib/files/storage'
import { migrateJobs } from '#lib/jobs'
import { createLog } from '#lib/log'
import { startReactions } from '#lib/reactions'
import { createTestDatabase } from '#lib/test-database'
import { drainJobs } from '#lib/test-jobs'
import { startTelegramStandIn } from '../../../dev/messengers/telegram.ts'
import { sampleJpeg, samplePdf } from '../../../dev/messengers/telegram/sample-files.ts'
import { call } from '../../../dev/messengers/telegram/testing.ts'
import { jobs } from './jobs.ts'
import { reactions } from './look-at-people.ts'
import { createTestAccount, messageOf, personOf } from './test-account.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'beseda-people-'))
const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const standIn = await startTelegramStandIn({ secondMs: 20 })
const bot = standIn.createBot()
const messengers = createMessengers({
  apiRoots: { telegram: standIn.apiRoot, viber: null, vk: null },
  allowsPrivateNetwork: false,
})
const storage = await openStorage({ dataDir, s3: null })
const account = await createTestAccount(database)
const { accountId } = account
const connection = { token: bot.token, externalId: String(bot.id), name: 'Бот' }
const deps = {
  db,
  storage,
  clock: () => new Date(),
  maxBytes: 1_000_000,
  connect: async () => ({ messenger: messengers.telegram, connection, isPaused: false }),
}
const runner = startReactions({
  name: 'test',
  db,
  reactions: [reactions(messengers)],
  tail: null,
  log: createLog({ level: 'silent' }),
})

beforeAll(async () => {
  await runner.drain()
  await db.updateTable('channels').set({ secrets_sealed: 'sealed' }).execute()
})
afterEach(() => bot.faults.clear())
afterAll(async () => {
  await runner.close()
  await standIn.close()
  await rm(dataDir, { recursive: true })
})

async function settle(): Promise<void> {
  await runner.drain()
  await drainJobs(pool, jobs(deps))
}

type Client = ReturnType<typeof bot.person>

/** A client who writes: his contact as it stands afterwards. */
async function write(client: Client, name: string) {
  const { chat: _chat, ...message } = messageOf(personOf(String(client.id), name), 'здравствуйте')
  await account.take({ ...message, chat: String(client.id) })
  await settle()
  return contactOf(client)
}

async function contactOf(client: Client) {
  return db
    .selectFrom('chats as c')
    .innerJoin('contacts as k', 'k.id', 'c.contact_id')
    .select(['k.id', 'k.name', 'k.avatar_file_id as fileId', 'c.id as chatId', 'c.open_number as number'])
    .where('c.external_chat_id', '=', String(client.id))
    .executeTakeFirstOrThrow()
}

/** The day is over and the client writes again in a new conversation. */
async function nextDay(client: Client, name: string) {
  const { chatId, number } = await contactOf(client)
  if (number === null) throw new Error('no open conversation')
  const actor = { kind: 'user' as const, id: account.adminId }
  await inTransaction(db, (tx) =>
    closeConversation(tx, { accountId, number, actor, way: 'hand', road: 'hand', now: new Date() }),
  )
  const yesterday = new Date(Date.now() - 25 * 3_600_000)
  await db.updateTable('chats').set({ person_asked_at: yesterday }).where('id', '=', chatId).execute()
  return write(client, name)
}

const callsOf = (method: string): number => bot.calls.filter((one) => one.method === method).length
const fileCount = async (): Promise<number> =>
  (await db.selectFrom('files').select('id').where('account_id', '=', accountId).execute()).length

test('a new client is shown by his picture, which is a file of ours; its bytes are asked for once', async () => {
  const client = bot.person({ firstName: 'Ольга' })
  client.start()
  client.setProfilePhoto(sampleJpeg(640, 640))
  const contact = await write(client, 'Ольга')
  expect(contact.fileId).not.toBeNull()
  const viewer = await findViewer(db, accountId, account.adminId)
  if (!viewer) throw new Error('no viewer')
  const avatarUrl = `/api/avatars/${contact.fileId}`
  expect(await findContactView(db, viewer, contact.id)).toMatchObject({ avatarUrl })
  expect(await findContactRows(db, accountId, [contact.id])).toMatchObject([{ avatarUrl }])
  const asked = [callsOf('getChat'), callsOf('getFile')]
  await write(client, 'Ольга')
  expect([callsOf('getChat'), callsOf('getFile')]).toEqual(asked)
  expect((await nextDay(client, 'Ольга')).fileId).toBe(contact.fileId)
  expect([callsOf('getChat'), callsOf('getFile')]).toEqual([(asked[0] ?? 0) + 1, asked[1]])
})

test('another picture replaces the former one, whose file goes; none takes it away', async () => {
  const client = bot.person()
  client.start()
  client.setProfilePhoto(sampleJpeg(640, 640))
  const first = await write(client, 'Пётр')
  const files = await fileCount()
  client.setProfilePhoto(sampleJpeg(320, 320))
  const second = await nextDay(client, 'Пётр')
  expect(second.fileId).not.toBeNull()
  expect([second.fileId === first.fileId, await fileCount()]).toEqual([false, files])
  client.removeProfilePhotos()
  expect((await nextDay(client, 'Пётр')).fileId).toBeNull()
  expect(await fileCount()).toBe(files - 1)
})

test('what is no picture by its bytes is not kept, and nobody asks for it again the same day', async () => {
  const client = bot.person()
  client.start()
  client.setProfilePhoto(samplePdf('не лицо'))
  const files = await fileCount()
  expect((await write(client, 'Яков')).fileId).toBeNull()
  expect(await fileCount()).toBe(files)
})

test('a picture that cannot be had now is tried again without asking who it is', async () => {
  const client = bot.person()
  client.start()
  client.setProfilePhoto(sampleJpeg(640, 640))
  bot.faults.next('getFile', { kind: 'status500' })
  expect((await write(client, 'Вера')).fileId).toBeNull()
  const asked = callsOf('getChat')
  await pool.query('update graphile_worker._private_jobs set run_at = now()')
  await settle()
  expect((await contactOf(client)).fileId).not.toBeNull()
  expect(callsOf('getChat')).toBe(asked)
})

test('a typed name stays, one of the messenger follows the messenger; the picture is set in both', async () => {
  const client = bot.person({ firstName: 'Анна', lastName: 'Петрова' })
  client.start()
  expect((await write(client, '')).name).toBe('Анна Петрова')
  await db
    .updateTable('contacts')
    .set({ name: 'Аня из пекарни', name_source: 'user' })
    .where('id', '=', (await contactOf(client)).id)
    .execute()
  client.rename({ firstName: 'Анна', lastName: 'Сидорова' })
  client.setProfilePhoto(sampleJpeg(640, 640))
  const contact = await nextDay(client, '')
  expect([contact.name, contact.fileId === null]).toEqual(['Аня из пекарни', false])
})

test('a contact whom another messenger gave a picture keeps it', async () => {
  const client = bot.person()
  client.start()
  const contact = await write(client, 'Глеб')
  const other = bot.person()
  other.start()
  other.setProfilePhoto(sampleJpeg(640, 640))
  const donor = await write(other, 'Другой')
  const shown = { avatar_file_id: donor.fileId, avatar_chat_id: donor.chatId }
  await db.updateTable('contacts').set(shown).where('id', '=', contact.id).execute()
  client.setProfilePhoto(sampleJpeg(320, 320))
  expect((await nextDay(client, 'Глеб')).fileId).toBe(donor.fileId)
})

test('a pressed button lands as a message and is answered once, however often its update comes', async () => {
  const client = bot.person()
  client.start()
  const keyboard = { inline_keyboard: [[{ text: 'Записаться', callback_data: 'book' }]] }
  await call(standIn.apiRoot, bot, 'sendMessage', {
    chat_id: client.id,
    text: 'Ждём',
    reply_markup: keyboard,
  })
  const { callbackId } = client.press('book')
  const press = {
    ...messageOf(personOf(String(client.id), 'Лев'), '', {
      externalId: `button:${callbackId}`,
      content: { text: 'Записаться', entities: [], attachments: [], unsupported: 'button' },
      pressId: callbackId,
    }),
    chat: String(client.id),
  }
  await account.take(press)
  await account.take(press)
  await settle()
  expect(client.isAnswered(callbackId)).toBe(true)
  expect(callsOf('answerCallbackQuery')).toBe(1)
  const { chatId } = await contactOf(client)
  const stored = await db
    .selectFrom('messages')
    .select(['body', 'unsupported'])
    .where('chat_id', '=', chatId)
    .execute()
  expect(stored).toEqual([{ body: 'Записаться', unsupported: 'button' }])
})
