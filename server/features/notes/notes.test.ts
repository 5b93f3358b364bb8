import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { NoteView } from '#contract/notes'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { routes } from './routes.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database, routes)

let crm: TestCrm
let anna: number
let dealId: number
let contactId: number
beforeEach(async () => {
  crm = await createCrm()
  anna = crm.adminId
  const written = await crm.write('Мария')
  dealId = written.dealId
  contactId = written.contactId
})

type Wish = Record<string, unknown>
const codeOf = (body: unknown): string => (body as { error: { code: string } }).error.code
const send = (userId: number, wish: Wish = {}) =>
  crm.call(userId, 'POST', '/notes', {
    requestId: randomUUID(),
    holder: { kind: 'deal', id: dealId },
    text: 'Торгуется',
    ...wish,
  })

async function add(userId: number, wish: Wish = {}): Promise<NoteView> {
  const { status, body } = await send(userId, wish)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as NoteView
}

async function listed(userId: number, query = `kind=deal&id=${dealId}`): Promise<string[]> {
  const { body } = await crm.call(userId, 'GET', `/notes?${query}`)
  return (body as { items: NoteView[] }).items.map(({ text }) => text)
}

async function addFile(userId: number): Promise<string> {
  const id = randomUUID()
  await sql`insert into files (account_id, id, name, mime, size_bytes, sha256, storage_key, uploaded_by_kind, uploaded_by_id)
    values (${crm.accountId}, ${id}, 'план.pdf', 'application/pdf', 5, 'x', ${id}, 'user', ${userId})`.execute(
    db,
  )
  return id
}

describe('a note', () => {
  test('is written once, however often the same request comes', async () => {
    const requestId = randomUUID()
    const one = await add(anna, { requestId })
    expect(await add(anna, { requestId, text: 'Иначе' })).toEqual(one)
    expect(await listed(anna)).toEqual(['Торгуется'])
  })

  test.each(['contact', 'deal'])('stands on a %s, newest first', async (kind) => {
    const holder = { kind, id: kind === 'deal' ? dealId : contactId }
    await add(anna, { holder, text: 'Первое' })
    await add(anna, { holder, text: 'Второе' })
    expect(await listed(anna, `kind=${kind}&id=${holder.id}`)).toEqual(['Второе', 'Первое'])
  })

  test('is read page by page without a gap or a repeat', async () => {
    for (const text of ['а', 'б', 'в']) await add(anna, { text })
    const { body } = await crm.call(anna, 'GET', `/notes?kind=deal&id=${dealId}&limit=2`)
    const { next } = body as { next: string }
    expect(await listed(anna, `kind=deal&id=${dealId}&cursor=${next}`)).toEqual(['а'])
  })

  test('carries files, which who sees the card may read', async () => {
    const fileId = await addFile(anna)
    const note = await add(anna, { text: '', fileIds: [fileId] })
    expect(note.files).toMatchObject([{ id: fileId, name: 'план.pdf' }])
  })

  test('takes no file of somebody else, and is not empty', async () => {
    const boris = await crm.addUser()
    expect(codeOf((await send(boris, { fileIds: [await addFile(anna)] })).body)).toBe('file.not_found')
    expect(codeOf((await send(anna, { text: '  ' })).body)).toBe('note.empty')
    const note = await add(anna)
    expect(codeOf((await crm.call(anna, 'PATCH', `/notes/${note.id}`, { text: '' })).body)).toBe('note.empty')
  })

  test('is changed and deleted by its author and by admins, by nobody else', async () => {
    const [boris, vera] = [await crm.addUser(), await crm.addUser()]
    const note = await add(boris)
    const path = `/notes/${note.id}`
    expect(codeOf((await crm.call(vera, 'PATCH', path, { text: 'Моё' })).body)).toBe('session.forbidden')
    expect(codeOf((await crm.call(vera, 'DELETE', path)).body)).toBe('session.forbidden')
    expect((await crm.call(boris, 'PATCH', path, { text: 'Согласен' })).body).toMatchObject({
      text: 'Согласен',
    })
    expect((await crm.call(anna, 'PATCH', path, { text: 'Ждёт' })).body).toMatchObject({ text: 'Ждёт' })
    expect((await crm.call(boris, 'DELETE', path)).status).toBe(200)
    expect(await listed(anna)).toEqual([])
    expect(codeOf((await crm.call(boris, 'PATCH', path, { text: 'Ещё' })).body)).toBe('note.not_found')
  })

  test('is pinned and let go by who may edit the card', async () => {
    const note = await add(anna, { text: 'Важное' })
    await add(anna)
    const reader = await crm.addUser({ deals: { edit: 'none' } })
    const pin = (userId: number, isPinned: boolean) =>
      crm.call(userId, 'PUT', `/notes/${note.id}/pin`, { isPinned })
    expect(codeOf((await pin(reader, true)).body)).toBe('session.forbidden')
    await pin(anna, true)
    await pin(anna, true)
    expect(await listed(anna, `kind=deal&id=${dealId}&isPinned=true`)).toEqual(['Важное'])
    await pin(anna, false)
    expect(await listed(anna, `kind=deal&id=${dealId}&isPinned=true`)).toEqual([])
    const { rows } = await sql<{ type: string }>`select type from events where account_id = ${crm.accountId}
      and subject_kind = 'note' and subject_id = ${String(note.id)} order by id`.execute(db)
    expect(rows.map(({ type }) => type)).toEqual(['note.created', 'note.pinned', 'note.unpinned'])
  })

  test('out of sight is one that is not there', async () => {
    const boris = await crm.addUser({ deals: { view: 'none' } })
    const note = await add(anna)
    expect(codeOf((await crm.call(boris, 'GET', `/notes?kind=deal&id=${dealId}`)).body)).toBe(
      'deal.not_found',
    )
    expect(codeOf((await send(boris)).body)).toBe('deal.not_found')
    for (const id of [note.id, 999_999]) {
      expect(codeOf((await crm.call(boris, 'PATCH', `/notes/${id}`, { text: 'Моё' })).body)).toBe(
        'note.not_found',
      )
      expect(codeOf((await crm.call(boris, 'PUT', `/notes/${id}/pin`, { isPinned: true })).body)).toBe(
        'note.not_found',
      )
      expect(codeOf((await crm.call(boris, 'DELETE', `/notes/${id}`)).body)).toBe('note.not_found')
    }
  })
})

describe('the words of notes', () => {
  test('stand in no event and no message', async () => {
    await add(anna, { text: 'Совершенно-секретно' })
    const { rows } = await sql<{ count: number }>`select (
        (select count(*) from events where after::text like '%секретно%' or before::text like '%секретно%')
        + (select count(*) from messages where body like '%секретно%')
        + (select count(*) from message_parts where sent_text like '%секретно%')
        + (select count(*) from changes where patch::text like '%секретно%'))::int as count`.execute(db)
    expect(rows).toEqual([{ count: 0 }])
  })

  test('are read by nothing that sends, serves visitors or talks to messengers', async () => {
    const outgoing = [
      'messages',
      'outbox',
      'scheduled',
      'website',
      'channels',
      'auto-replies',
      'signals',
      'writing',
      'intake',
    ]
    const root = join(import.meta.dirname, '..')
    const folders = [...outgoing.map((name) => join(root, name)), join(root, '..', 'channels')]
    const files = (await Promise.all(folders.map(sourcesIn))).flat()
    expect(files.length).toBeGreaterThan(80)
    const naming = await Promise.all(
      files.map(async (file) =>
        /#features\/notes|(from|join|into|update) notes\b/.test(await readFile(file, 'utf8')) ? [file] : [],
      ),
    )
    expect(naming.flat()).toEqual([])
  })
})

async function sourcesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  return names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
}
