import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { ConversationRow } from '#contract/conversations'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let crm: TestCrm
beforeEach(async () => {
  crm = await createCrm()
})

type Page = { items: ConversationRow[]; next: string | null }

async function list(contactId: number, query = '', userId = crm.adminId): Promise<Page> {
  const reply = await crm.call(userId, 'GET', `/contacts/${contactId}/conversations${query}`)
  expect(reply.status).toBe(200)
  return reply.body as Page
}

const numbers = (page: Page): number[] => page.items.map((row) => row.number)

/** The client writes, we close, so many times. */
async function talk(name: string, times: number): Promise<{ contactId: number; numbers: number[] }> {
  const opened: number[] = []
  let contactId = 0
  for (let time = 0; time < times; time += 1) {
    const written = await crm.write(name)
    contactId = written.contactId
    opened.push(written.number)
    await crm.call(crm.adminId, 'POST', `/conversations/${written.number}/closure`, { anyway: true })
  }
  return { contactId, numbers: opened }
}

test('all conversations of a contact are listed, newest first, page by page, and nobody else’s', async () => {
  const marina = await talk('Марина', 3)
  await talk('Олег', 2)
  const newest = await crm.write('Марина')
  const expected = [newest.number, ...marina.numbers.toReversed()]
  expect(numbers(await list(marina.contactId))).toEqual(expected)
  const first = await list(marina.contactId, '?limit=3')
  const rest = await list(marina.contactId, `?limit=3&cursor=${first.next}`)
  expect([...numbers(first), ...numbers(rest)]).toEqual(expected)
  expect(rest.next).toBeNull()
})

test('those of a contact merged into it are among them, under either id', async () => {
  const old = await talk('Мария Старая', 2)
  const kept = await talk('Мария Новая', 1)
  await sql`update contacts set root_id = ${kept.contactId} where account_id = ${crm.accountId} and id = ${old.contactId}`.execute(
    db,
  )
  const all = [...kept.numbers, ...old.numbers.toReversed()]
  expect(numbers(await list(kept.contactId))).toEqual(all)
  expect(numbers(await list(old.contactId))).toEqual(all)
})

test('a contact that one may not see has no conversations: it does not exist', async () => {
  const { contactId } = await talk('Марина', 1)
  const blind = await crm.addUser({ contacts: { view: 'none' } })
  const stranger = await createCrm()
  const path = `/contacts/${contactId}/conversations`
  for (const reply of [
    await crm.call(blind, 'GET', path),
    await stranger.call(stranger.adminId, 'GET', path),
    await crm.call(crm.adminId, 'GET', '/contacts/999999/conversations'),
  ]) {
    expect(reply).toMatchObject({ status: 404, body: { error: { code: 'contact.not_found' } } })
  }
})

test('a cursor of somebody else’s making is refused by name', async () => {
  const { contactId } = await talk('Марина', 1)
  expect(await crm.call(crm.adminId, 'GET', `/contacts/${contactId}/conversations?cursor=-1`)).toMatchObject({
    status: 422,
    body: { error: { code: 'request.invalid', details: { fields: [{ path: 'cursor' }] } } },
  })
})
