import { beforeEach, expect, test } from 'vitest'
import type { DealView } from '#contract/deals'
import type { ContactView } from '#contract/contacts'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let crm: TestCrm
let dealId: number
beforeEach(async () => {
  crm = await createCrm()
  const reply = await crm.call(crm.adminId, 'POST', '/deals', { name: 'Поставка' })
  dealId = (reply.body as DealView).id
})

async function create(name: string): Promise<number> {
  const reply = await crm.call(crm.adminId, 'POST', '/contacts', { name })
  return (reply.body as ContactView).id
}
const path = (contactId: number): string => `/cards/deal/${dealId}/contacts/${contactId}`
const link = (contactId: number, body = {}, userId = crm.adminId) =>
  crm.call(userId, 'PUT', path(contactId), body)
const unlink = (contactId: number, userId = crm.adminId) => crm.call(userId, 'DELETE', path(contactId))

async function names(): Promise<string[]> {
  const reply = await crm.call(crm.adminId, 'GET', `/deals/${dealId}`)
  const deal = reply.body as DealView
  const main = deal.contacts.find(({ isMain }) => isMain)
  expect(deal.mainContact?.id).toBe(main?.id)
  expect(deal.contacts.filter(({ isMain }) => isMain).length).toBe(deal.contacts.length === 0 ? 0 : 1)
  return deal.contacts.map(({ name, isMain }) => (isMain ? `${name} *` : name))
}

const eventsOf = async (type: string) =>
  db
    .selectFrom('events')
    .select(['subject_id', 'card_kind', 'card_id', 'contact_id', 'before', 'after'])
    .where('account_id', '=', crm.accountId)
    .where('type', '=', type)
    .orderBy('id')
    .execute()

test('a deal made without a contact is given one by hand; the first is the main one, further ones are not', async () => {
  expect(await names()).toEqual([])
  const [olga, pavel] = [await create('Ольга'), await create('Павел')]
  expect((await link(olga)).status).toBe(200)
  expect((await link(pavel)).status).toBe(200)
  expect(await names()).toEqual(['Ольга *', 'Павел'])
  expect(await eventsOf('contact.linked')).toMatchObject([
    {
      subject_id: String(olga),
      card_kind: 'deal',
      card_id: dealId,
      contact_id: olga,
      after: { isMain: true },
    },
    { subject_id: String(pavel), card_id: dealId, after: { contactId: pavel, isMain: false } },
  ])
})

test('another one becomes the main one; saying it again says nothing', async () => {
  const [olga, pavel] = [await create('Ольга'), await create('Павел')]
  await link(olga)
  await link(pavel, { isMain: true })
  await link(pavel, { isMain: true })
  await link(olga)
  expect(await names()).toEqual(['Павел *', 'Ольга'])
  expect((await eventsOf('contact.linked')).length).toBe(2)
  await link(olga, { isMain: true })
  expect(await names()).toEqual(['Ольга *', 'Павел'])
})

test('when the main one goes the next one is it; when the last one goes there is none', async () => {
  const [olga, pavel] = [await create('Ольга'), await create('Павел')]
  await link(olga)
  await link(pavel)
  expect((await unlink(olga)).status).toBe(200)
  expect(await names()).toEqual(['Павел *'])
  await unlink(pavel)
  expect(await names()).toEqual([])
  expect(await eventsOf('contact.unlinked')).toMatchObject([
    { card_id: dealId, before: { contactId: olga, isMain: true } },
    { before: { contactId: pavel, isMain: true } },
  ])
})

test('a contact that is not on the card cannot be taken off it', async () => {
  const olga = await create('Ольга')
  for (const id of [olga, 999_999]) {
    expect(await unlink(id)).toMatchObject({ status: 404, body: { error: { code: 'contact.not_found' } } })
  }
})

test('who may not edit the card is refused, who may not see it or the contact is told that it is not there', async () => {
  const olga = await create('Ольга')
  const reader = await crm.addUser({ deals: { edit: 'none' } })
  const blind = await crm.addUser({ deals: { view: 'none' } })
  const stranger = await crm.addUser({ contacts: { view: 'none' } })
  expect(await link(olga, {}, reader)).toMatchObject({ status: 403 })
  expect(await link(olga, {}, blind)).toMatchObject({
    status: 404,
    body: { error: { code: 'deal.not_found' } },
  })
  expect(await link(olga, {}, stranger)).toMatchObject({
    status: 404,
    body: { error: { code: 'contact.not_found' } },
  })
  expect(await names()).toEqual([])
})

test('the client’s next message goes to the deal he was put on', async () => {
  const { contactId, dealId: own } = await crm.write('Марина')
  await crm.call(crm.adminId, 'PATCH', `/deals/${own}`, { stageId: 143 })
  await link(contactId)
  const first = await db
    .selectFrom('conversations')
    .select('number')
    .where('account_id', '=', crm.accountId)
    .executeTakeFirstOrThrow()
  await crm.call(crm.adminId, 'POST', `/conversations/${first.number}/closure`, {
    seenMessageId: null,
    anyway: true,
  })
  expect((await crm.write('Марина', 'Снова я')).dealId).toBe(dealId)
})
