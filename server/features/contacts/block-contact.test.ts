import { beforeEach, expect, test } from 'vitest'
import type { ContactRow, ContactView } from '#contract/contacts'
import { createTestDatabase } from '#lib/test-database'
import { expectExact, openCrm, type TestCrm } from '../deals/test-crm.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let crm: TestCrm
beforeEach(async () => {
  crm = await createCrm()
})

const block = (contactId: number, isBlocked: boolean, userId = crm.adminId) =>
  crm.call(userId, 'PUT', `/contacts/${contactId}/block`, { isBlocked })

const close = (number: number) =>
  crm.call(crm.adminId, 'POST', `/conversations/${number}/closure`, { seenMessageId: null, anyway: true })

const conversations = async () =>
  db
    .selectFrom('conversations')
    .select(['number', 'closed_at', 'read_at', 'waiting_since', 'unread'])
    .where('account_id', '=', crm.accountId)
    .orderBy('number')
    .execute()

const countMessages = async (): Promise<number> => {
  const rows = await db.selectFrom('messages').select('id').where('account_id', '=', crm.accountId).execute()
  return rows.length
}

test('what is open of a blocked contact needs no look and no answer; what it writes is kept and changes nothing', async () => {
  const { contactId } = await crm.write('Марина')
  expect(await block(contactId, true)).toMatchObject({ status: 200, body: { isBlocked: true } })
  expect(await conversations()).toMatchObject([{ closed_at: null, waiting_since: null, unread: 0 }])
  await expectExact(database, crm.accountId)
  await crm.write('Марина', 'Ответьте же')
  const [only] = await conversations()
  expect(only?.read_at).not.toBeNull()
  expect(only?.waiting_since).toBeNull()
  expect(await countMessages()).toBe(2)
  await expectExact(database, crm.accountId)
})

test('nothing opens for a blocked contact; when it is blocked no more its next message opens', async () => {
  const { contactId, number } = await crm.write('Марина')
  await close(number)
  await block(contactId, true)
  await crm.write('Марина', 'Ау')
  expect((await conversations()).length).toBe(1)
  expect(await countMessages()).toBe(2)
  await block(contactId, false)
  await crm.write('Марина', 'Я исправлюсь')
  const rows = await conversations()
  expect(rows.length).toBe(2)
  expect(rows[1]).toMatchObject({ closed_at: null, read_at: null })
  await expectExact(database, crm.accountId)
})

test('blocking is a fact with its author, once; the blocked are a list of their own', async () => {
  const { contactId } = await crm.write('Марина')
  await crm.write('Олег')
  await block(contactId, true)
  await block(contactId, true)
  const listed = async (isBlocked: string): Promise<string[]> => {
    const { body } = await crm.call(crm.adminId, 'GET', `/contacts?isBlocked=${isBlocked}`)
    return (body as { items: ContactRow[] }).items.map((row) => row.name)
  }
  expect(await listed('yes')).toEqual(['Марина'])
  expect(await listed('no')).toEqual(['Олег'])
  await block(contactId, false)
  expect(await listed('yes')).toEqual([])
  const events = await db
    .selectFrom('events')
    .select(['type', 'actor_id', 'contact_id'])
    .where('account_id', '=', crm.accountId)
    .where('type', 'in', ['contact.blocked', 'contact.unblocked'])
    .orderBy('id')
    .execute()
  expect(events).toEqual([
    { type: 'contact.blocked', actor_id: crm.adminId, contact_id: contactId },
    { type: 'contact.unblocked', actor_id: crm.adminId, contact_id: contactId },
  ])
})

test('who may not edit the contact does not block it', async () => {
  const { contactId } = await crm.write('Марина')
  const reader = await crm.addUser({ contacts: { edit: 'none' } })
  const blind = await crm.addUser({ contacts: { view: 'none' } })
  expect((await block(contactId, true, reader)).status).toBe(403)
  expect((await block(contactId, true, blind)).status).toBe(404)
  const { body } = await crm.call(crm.adminId, 'GET', `/contacts/${contactId}`)
  expect((body as ContactView).isBlocked).toBe(false)
})
