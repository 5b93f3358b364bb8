import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { findViewer, type Viewer } from '#features/access'
import { findAttachable, sweepUploads } from '#features/files'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { openStorage } from '#lib/files/storage'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount } from '../intake/test-account.ts'
import { canReadFile, findFile } from '../files/queries.ts'
import { listAnswers } from './queries.ts'
import { changeAnswer, createAnswer, deleteAnswer } from './save-answer.ts'

const database = await createTestDatabase()
const { db, pool } = database
const { accountId, adminId } = await createTestAccount(database)
const now = new Date()
const dataDir = await mkdtemp(join(tmpdir(), 'beseda-answers-'))
afterAll(() => rm(dataDir, { recursive: true }))

async function viewerOf(userId: number): Promise<Viewer> {
  const viewer = await findViewer(db, accountId, userId)
  if (!viewer) throw new Error('no viewer')
  return viewer
}
async function addColleague(): Promise<Viewer> {
  const { rows } = await pool.query<{ id: number }>(
    `insert into users (account_id, login_id, name, email, role_id, language, time_zone)
     select account_id, $2, 'Борис', $2 || '@example.com', (select id from roles r where r.account_id = u.account_id
       and r.kind = 'member'), language, time_zone from users u where id = $1 returning id`,
    [adminId, randomUUID()],
  )
  return viewerOf(rows[0]?.id ?? 0)
}
const anna = await viewerOf(adminId)
const boris = await addColleague()

type Given = { id?: string; isShared?: boolean; shortcut?: string; text?: string; fileIds?: string[] }
const create = (viewer: Viewer, given: Given = {}) =>
  inTransaction(db, (tx) =>
    createAnswer(
      tx,
      viewer,
      {
        id: randomUUID(),
        isShared: false,
        shortcut: randomUUID().slice(0, 30),
        text: 'Здравствуйте!',
        fileIds: [],
        ...given,
      },
      now,
    ),
  )
const change = (viewer: Viewer, quickAnswerId: string, given: Omit<Given, 'id' | 'isShared'>) =>
  inTransaction(db, (tx) => changeAnswer(tx, viewer, { quickAnswerId, ...given }, now))
const remove = (viewer: Viewer, id: string) => inTransaction(db, (tx) => deleteAnswer(tx, viewer, id, now))
const idsOf = async (viewer: Viewer) => (await listAnswers(db, viewer)).map((answer) => answer.id)
const codeOf = (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )

async function upload(viewer: Viewer, at = now): Promise<string> {
  const id = randomUUID()
  await db
    .insertInto('files')
    .values({
      account_id: accountId,
      id,
      name: 'прайс.pdf',
      mime: 'application/pdf',
      size_bytes: 1,
      sha256: id,
      storage_key: id,
      uploaded_by_kind: 'user',
      uploaded_by_id: viewer.userId,
      at,
    })
    .execute()
  return id
}

test('a personal one is its owner’s, a shared one everybody’s', async () => {
  const own = await create(boris)
  const shared = await create(anna, { isShared: true })
  expect(await idsOf(boris)).toEqual(expect.arrayContaining([own.id, shared.id]))
  expect(await idsOf(anna)).not.toContain(own.id)
  expect((await listAnswers(db, boris)).find(({ id }) => id === shared.id)).toMatchObject({
    isShared: true,
    canChange: false,
  })
  expect(await codeOf(change(anna, own.id, { text: 'x' }))).toBe('quick_answer.not_found')
  expect(await codeOf(remove(anna, own.id))).toBe('quick_answer.not_found')
})

test('shared ones are only for whose role may change settings', async () => {
  const { id } = await create(anna, { isShared: true })
  expect(await codeOf(create(boris, { isShared: true }))).toBe('session.forbidden')
  expect(await codeOf(change(boris, id, { text: 'x' }))).toBe('session.forbidden')
  expect(await codeOf(remove(boris, id))).toBe('session.forbidden')
})

test('a shortcut names one of one’s own and one of the shared ones', async () => {
  await create(boris, { shortcut: 'цена' })
  expect(await codeOf(create(boris, { shortcut: 'цена' }))).toBe('quick_answer.taken')
  await create(anna, { shortcut: 'цена' })
  const shared = await create(anna, { shortcut: 'цена', isShared: true })
  const other = await create(anna, { isShared: true })
  expect(await codeOf(change(anna, other.id, { shortcut: 'цена' }))).toBe('quick_answer.taken')
  await change(anna, shared.id, { shortcut: 'цена', text: 'сто' })
})

test('made again under its id is the same one', async () => {
  const made = await create(boris)
  expect(await create(boris, { id: made.id, text: 'другое' })).toEqual(made)
  expect(await codeOf(create(anna, { id: made.id }))).toBe('request.invalid')
})

test('one says something, and names nothing that cannot be filled in', async () => {
  expect(await codeOf(create(boris, { text: ' ' }))).toBe('message.empty')
  const { id } = await create(boris, { text: 'Здравствуйте, {{contact.firstName}}!' })
  expect(await codeOf(change(boris, id, { text: '' }))).toBe('message.empty')
  await expect(change(boris, id, { text: '{{contact.age}}' })).rejects.toMatchObject({
    details: { fields: [{ path: 'text', problem: 'unknown_placeholder' }] },
  })
})

describe('files', () => {
  test('of a shared one are read and sent by all, those of a personal one by its owner', async () => {
    const [shared, own] = [await upload(anna), await upload(anna)]
    await create(anna, { isShared: true, fileIds: [shared] })
    await create(anna, { fileIds: [own] })
    const readable = async (viewer: Viewer, id: string) => {
      const file = await findFile(db, accountId, id)
      return file !== null && canReadFile(db, viewer, file)
    }
    expect([await readable(boris, shared), await readable(boris, own)]).toEqual([true, false])
    expect([await readable(anna, shared), await readable(anna, own)]).toEqual([true, true])
    const sendable = await findAttachable(db, boris, [own, shared])
    expect(sendable.map((file) => file.id)).toEqual([shared])
    expect(await codeOf(create(boris, { fileIds: [own] }))).toBe('file.not_found')
  })

  test('are kept while it is there, and swept after it was deleted', async () => {
    const dayMs = 24 * 60 * 60 * 1000
    const id = await upload(boris, new Date(now.getTime() - 3 * dayMs))
    const answer = await create(boris, { fileIds: [id] })
    const storage = await openStorage({ dataDir, s3: null })
    await sweepUploads({ db, storage }, now)
    expect(await findFile(db, accountId, id)).not.toBeNull()
    await remove(boris, answer.id)
    await sweepUploads({ db, storage }, new Date(now.getTime() + 2 * dayMs))
    expect(await findFile(db, accountId, id)).toBeNull()
  })
})
