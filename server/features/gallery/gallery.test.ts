import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { GalleryItem } from '#contract/gallery'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { routes } from './routes.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database, routes)

let crm: TestCrm
let anna: number
let dealId: number
let number: number
beforeEach(async () => {
  crm = await createCrm()
  anna = crm.adminId
  const written = await crm.write('Мария')
  dealId = written.dealId
  number = written.number
})

async function addFile(name: string, mime: string): Promise<string> {
  const id = randomUUID()
  await sql`insert into files (account_id, id, name, mime, size_bytes, sha256, storage_key, uploaded_by_kind, uploaded_by_id)
    values (${crm.accountId}, ${id}, ${name}, ${mime}, 5, 'x', ${id}, 'user', ${anna})`.execute(db)
  return id
}

type Sent = { kind: string; name: string; minute: number; state?: string }

/** A message of the conversation that brought files. */
async function send(files: Sent[], toNumber = number): Promise<string> {
  const messageId = randomUUID()
  const at = `2026-11-26T10:${String(files[0]?.minute ?? 0).padStart(2, '0')}:00Z`
  await sql`insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, placed_at, received_at, has_attachments)
    select account_id, ${messageId}, chat_id, number, 'in', 'text', 'client', ${at}, ${at}, true
    from conversations where account_id = ${crm.accountId} and number = ${toNumber}`.execute(db)
  for (const [position, { kind, name, state }] of files.entries()) {
    const fileId = state === 'pending' ? null : await addFile(name, 'image/png')
    await sql`insert into attachments (account_id, message_id, position, part_position, file_id, kind, name, state)
      values (${crm.accountId}, ${messageId}, ${position}, 0, ${fileId}, ${kind}, ${name}, ${state ?? 'ready'})`.execute(
      db,
    )
  }
  return messageId
}

async function addNote(names: string[], minute: number): Promise<void> {
  const ids = await Promise.all(names.map((name) => addFile(name, 'application/pdf')))
  await sql`insert into notes (account_id, request_id, entity_kind, entity_id, text, file_ids, author_kind, author_id, created_at)
    values (${crm.accountId}, ${randomUUID()}, 'deal', ${dealId}, '', ${ids}, 'user', ${anna},
      ${`2026-11-26T10:${String(minute).padStart(2, '0')}:00Z`})`.execute(db)
}

async function read(userId: number, query = ''): Promise<{ items: GalleryItem[]; next: string | null }> {
  const { status, body } = await crm.call(userId, 'GET', `/cards/deal/${dealId}/files?${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as { items: GalleryItem[]; next: string | null }
}
const namesOf = (page: { items: GalleryItem[] }): string[] => page.items.map(({ file }) => file.name)

test('files of messages and notes stand together, newest first, each with where it came from', async () => {
  const messageId = await send([
    { kind: 'photo', name: 'раз.png', minute: 1 },
    { kind: 'document', name: 'два.docx', minute: 1 },
  ])
  await addNote(['план.pdf'], 2)
  const page = await read(anna)
  expect(namesOf(page)).toEqual(['план.pdf', 'два.docx', 'раз.png'])
  expect(page.items[0]?.source).toMatchObject({ from: 'note' })
  expect(page.items[1]).toMatchObject({
    source: { from: 'message', messageId, number, direction: 'in' },
    kind: 'document',
  })
})

test('pictures, documents and sounds are told apart', async () => {
  await send([{ kind: 'photo', name: 'фото', minute: 1 }])
  await send([{ kind: 'video_note', name: 'кружок', minute: 2 }])
  await send([{ kind: 'voice', name: 'голос', minute: 3 }])
  await send([{ kind: 'document', name: 'договор', minute: 4 }])
  await addNote(['план'], 5)
  expect(namesOf(await read(anna, 'files=pictures'))).toEqual(['кружок', 'фото'])
  expect(namesOf(await read(anna, 'files=sounds'))).toEqual(['голос'])
  expect(namesOf(await read(anna, 'files=documents'))).toEqual(['план', 'договор'])
})

test('pages follow without a gap or a repeat, also among files of one moment', async () => {
  await send([1, 2, 3].map((n) => ({ kind: 'photo', name: `а${n}`, minute: 1 })))
  await send([1, 2].map((n) => ({ kind: 'photo', name: `б${n}`, minute: 1 })))
  await addNote(['в1', 'в2'], 1)
  const all = namesOf(await read(anna))
  const paged: string[] = []
  let cursor = ''
  do {
    const page = await read(anna, `limit=2${cursor}`)
    paged.push(...namesOf(page))
    cursor = page.next === null ? '' : `&cursor=${page.next}`
  } while (cursor !== '')
  expect(all).toHaveLength(7)
  expect(paged).toEqual(all)
})

test('what has not come, was taken back or erased is not there', async () => {
  await send([{ kind: 'photo', name: 'ещё не пришло', minute: 1, state: 'pending' }])
  const gone = await send([{ kind: 'photo', name: 'отозвано', minute: 2 }])
  await sql`update messages set deleted_at = now() where account_id = ${crm.accountId} and id = ${gone}`.execute(
    db,
  )
  expect(namesOf(await read(anna))).toEqual([])
})

test('of a conversation that one may not see nothing is told; of a card neither', async () => {
  await send([{ kind: 'photo', name: 'раз', minute: 1 }])
  const blind = await crm.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } })
  expect((await crm.call(blind, 'GET', `/cards/deal/${dealId}/files`)).body).toMatchObject({
    error: { code: 'deal.not_found' },
  })
  expect((await crm.call(anna, 'GET', `/cards/deal/${dealId}/files?cursor=x`)).status).toBe(422)
})

test('a contact has the files of all its conversations, a company those of its people and deals too', async () => {
  const { contactId, number: other } = await crm.write('Олег')
  await send([{ kind: 'photo', name: 'Марии', minute: 1 }])
  await send([{ kind: 'photo', name: 'Олега', minute: 2 }], other)
  await addNote(['заметка сделки'], 3)
  const made = await crm.call(anna, 'POST', '/companies', { name: 'Зерно' })
  const { id: companyId } = made.body as { id: number }
  await crm.call(anna, 'PATCH', `/contacts/${contactId}`, { companyId })
  await crm.call(anna, 'PUT', `/cards/deal/${dealId}/company`, { companyId })
  const filesOf = async (userId: number, path: string): Promise<string[]> =>
    namesOf((await crm.call(userId, 'GET', `/cards/${path}/files`)).body as { items: GalleryItem[] })
  expect(await filesOf(anna, `contact/${contactId}`)).toEqual(['Олега'])
  expect(await filesOf(anna, `company/${companyId}`)).toEqual(['заметка сделки', 'Олега', 'Марии'])
  const outside = await crm.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } })
  expect(await filesOf(outside, `company/${companyId}`)).toEqual([])
  expect((await crm.call(outside, 'GET', `/cards/contact/${contactId}/files`)).body).toMatchObject({
    error: { code: 'contact.not_found' },
  })
})
