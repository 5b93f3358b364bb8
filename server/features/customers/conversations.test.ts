import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ConversationDetail, ConversationRow, Counts } from '#contract/conversations'
import type { CustomerView } from '#contract/customers'
import { projections as conversationProjections } from '#features/conversations'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { projections } from './projections.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)
let crm: TestCrm
beforeEach(async () => {
  crm = await createCrm()
})

const expectExact = async (): Promise<void> =>
  expect(await findWrongProjections(database.pool, [...conversationProjections, ...projections])).toEqual([])

async function makeCustomer(body: object): Promise<CustomerView> {
  return (await crm.call(crm.adminId, 'POST', '/customers', body)).body as CustomerView
}
const close = (number: number): Promise<unknown> =>
  crm.call(crm.adminId, 'POST', `/conversations/${number}/closure`, { anyway: true })

/** What the conversation of a client who writes now hangs on. */
async function cardAfterWriting(name: string): Promise<{ number: number; card: ConversationRow['card'] }> {
  const { number } = await crm.write(name, 'Ещё вопрос')
  const { body } = await crm.call(crm.adminId, 'GET', `/conversations/${number}`)
  return { number, card: (body as ConversationDetail).row.card }
}

async function countDeals(): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from deals where account_id = ${crm.accountId}
    and deleted_at is null`.execute(db)
  return rows[0]?.n ?? 0
}

const setRule = (rule: string): Promise<unknown> =>
  sql`update accounts set settings = settings || ${JSON.stringify({ newConversationRule: rule })}::jsonb
    where id = ${crm.accountId}`.execute(db)

describe('which card a client’s conversation gets', () => {
  test('the latest of an open deal and a customer; a customer alone makes no deal', async () => {
    const { dealId, contactId, number } = await crm.write('Марина')
    const customer = await makeCustomer({ contactId })
    await close(number)
    const first = await cardAfterWriting('Марина')
    expect(first.card).toMatchObject({ kind: 'customer', id: customer.id, name: 'Марина' })
    await close(first.number)
    await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { stageId: 143 })
    const second = await cardAfterWriting('Марина')
    expect(second.card).toMatchObject({ kind: 'customer', id: customer.id })
    await close(second.number)
    const { body } = await crm.call(crm.adminId, 'POST', '/deals', { name: 'Новая', contactId })
    const third = await cardAfterWriting('Марина')
    expect(third.card).toMatchObject({ kind: 'deal', id: (body as { id: number }).id })
    expect(await countDeals()).toBe(2)
    await expectExact()
  })

  test('a contact with a customer and a lost deal gets no new deal by compulsion, one without both does', async () => {
    const { dealId, contactId, number } = await crm.write('Марина')
    await close(number)
    await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { stageId: 143 })
    await makeCustomer({ contactId })
    expect((await cardAfterWriting('Марина')).card?.kind).toBe('customer')
    expect((await cardAfterWriting('Олег')).card?.kind).toBe('deal')
    expect(await countDeals()).toBe(2)
  })

  test('a deleted customer counts as none', async () => {
    const { dealId, contactId, number } = await crm.write('Марина')
    await close(number)
    const customer = await makeCustomer({ contactId })
    await sql`update customers set deleted_at = now() where account_id = ${crm.accountId} and id = ${customer.id}`.execute(
      db,
    )
    await sql`update deals set deleted_at = now() where account_id = ${crm.accountId} and id = ${dealId}`.execute(
      db,
    )
    expect((await cardAfterWriting('Марина')).card).toMatchObject({ kind: 'deal' })
    expect(await countDeals()).toBe(1)
  })

  // The deal is older than the customer.
  test.each([
    ['latest_open', 'an open deal and a customer', { customer: true }, 'customer'],
    ['latest_open', 'a lost deal and a customer', { customer: true, lost: true }, 'customer'],
    ['latest_open', 'a lost deal', { lost: true }, 'new'],
    ['latest_any', 'a lost deal', { lost: true }, 'deal'],
    ['latest_any', 'a lost deal and a customer', { customer: true, lost: true }, 'customer'],
    ['always_new', 'an open deal and a customer', { customer: true }, 'new'],
    ['always_new', 'a customer and a lost deal', { customer: true, lost: true }, 'new'],
  ])(
    'by the rule %s, having %s',
    async (rule, _what, has: { customer?: boolean; lost?: boolean }, wanted) => {
      const { dealId, contactId, number } = await crm.write('Марина')
      await close(number)
      const customer = has.customer ? await makeCustomer({ contactId }) : null
      if (has.lost) await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { stageId: 143 })
      await setRule(rule)
      const { card } = await cardAfterWriting('Марина')
      const known = { customer: customer?.id, deal: dealId }
      if (wanted === 'new') expect(Object.values(known)).not.toContain(card?.id)
      else expect(card).toMatchObject({ kind: wanted, id: wanted === 'deal' ? known.deal : known.customer })
      expect(await countDeals()).toBe(wanted === 'new' ? 2 : 1)
      await expectExact()
    },
  )

  test('messages of its conversation move its counters on the short road and on the long one', async () => {
    const { contactId, number } = await crm.write('Марина')
    await close(number)
    const customer = await makeCustomer({ contactId })
    const opened = await cardAfterWriting('Марина')
    expect((await crm.call(crm.adminId, 'GET', `/customers/${customer.id}`)).body).toMatchObject({
      conversations: 1,
      unreadConversations: 1,
      openConversations: [{ number: opened.number, isRead: false }],
    })
    await crm.call(crm.adminId, 'POST', `/conversations/${opened.number}/dismissal`)
    expect((await crm.call(crm.adminId, 'GET', `/customers/${customer.id}`)).body).toMatchObject({
      unreadConversations: 0,
    })
    await crm.write('Марина', 'раз')
    await crm.write('Марина', 'два')
    expect((await crm.call(crm.adminId, 'GET', `/customers/${customer.id}`)).body).toMatchObject({
      unreadConversations: 1,
    })
    expect((await crm.call(crm.adminId, 'GET', '/customers?talks=unread')).body).toMatchObject({
      items: [{ id: customer.id }],
    })
    await expectExact()
  })

  test('two of its chats at once make no deal', async () => {
    const { contactId, number } = await crm.write('Марина')
    await close(number)
    await makeCustomer({ contactId })
    await Promise.all([crm.write('Марина', 'раз'), crm.write('Марина', 'два')])
    expect(await countDeals()).toBe(1)
    await expectExact()
  })
})

describe('a conversation of a customer', () => {
  async function talk(): Promise<{ customer: CustomerView; number: number; contactId: number }> {
    const { contactId, number } = await crm.write('Марина')
    await close(number)
    const customer = await makeCustomer({ contactId })
    const opened = await cardAfterWriting('Марина')
    return { customer, number: opened.number, contactId }
  }

  test.each(['all', 'own', 'none'] as const)(
    'is seen by who sees the customer (reach %s), in the list, the counters and by its number',
    async (view) => {
      const { customer, number } = await talk()
      const viewer = await crm.addUser({
        customers: { view },
        deals: { view: 'none' },
        contacts: { view: 'none' },
      })
      const sees = async (is: boolean): Promise<void> => {
        expect((await crm.call(viewer, 'GET', `/conversations/${number}`)).status).toBe(is ? 200 : 404)
        const { body } = await crm.call(viewer, 'GET', '/conversations')
        expect((body as { items: unknown[] }).items).toHaveLength(is ? 1 : 0)
        expect((await crm.call(viewer, 'GET', '/conversations/counts')).body as Counts).toMatchObject({
          open: is ? 1 : 0,
          unread: is ? 1 : 0,
        })
      }
      await sees(view === 'all')
      await crm.call(crm.adminId, 'PATCH', `/customers/${customer.id}`, { responsibleUserId: viewer })
      await sees(view !== 'none')
      await expectExact()
    },
  )

  test('is not seen by who sees all deals and no customers', async () => {
    const { number } = await talk()
    const viewer = await crm.addUser({ customers: { view: 'none' }, contacts: { view: 'none' } })
    expect((await crm.call(viewer, 'GET', `/conversations/${number}`)).status).toBe(404)
    expect((await crm.call(viewer, 'GET', '/conversations/counts')).body).toMatchObject({ open: 0 })
  })

  test('goes to whom was said last when its customer is named twice, and the counters stay true', async () => {
    const { customer, number } = await talk()
    const [boris, vera] = [await crm.addUser(), await crm.addUser()]
    const changes = [boris, vera].map((responsibleUserId) => ({ customerId: customer.id, responsibleUserId }))
    const { body } = await crm.call(crm.adminId, 'POST', '/customers/changes', { changes })
    expect(body).toMatchObject({ rows: [{ id: customer.id, responsibleUserId: vera }], skipped: [] })
    expect((await crm.call(crm.adminId, 'GET', `/conversations/${number}`)).body).toMatchObject({
      row: { responsibleUserId: vera },
    })
    await expectExact()
  })

  test('follows the customer to another responsible with the counters of ImBox', async () => {
    const { customer, number } = await talk()
    const boris = await crm.addUser()
    await crm.call(crm.adminId, 'PATCH', `/customers/${customer.id}`, { responsibleUserId: boris })
    expect((await crm.call(boris, 'GET', '/conversations/counts')).body).toMatchObject({ mine: 1 })
    expect((await crm.call(crm.adminId, 'GET', `/conversations/${number}`)).body).toMatchObject({
      row: { responsibleUserId: boris },
      deal: null,
      customer: { id: customer.id },
    })
    await expectExact()
  })
})

describe('the card of a conversation is changed by hand', () => {
  const hang = (
    userId: number,
    number: number,
    card: object,
    seen?: object | null,
  ): ReturnType<TestCrm['call']> =>
    crm.call(userId, 'PUT', `/conversations/${number}/card`, { card, ...(seen !== undefined && { seen }) })

  test('to a customer and back, with the counters of both and its contact on it', async () => {
    const { dealId, contactId, number } = await crm.write('Марина')
    const customer = await makeCustomer({ name: 'Кафе' })
    const moved = await hang(
      crm.adminId,
      number,
      { kind: 'customer', id: customer.id },
      { kind: 'deal', id: dealId },
    )
    expect(moved).toMatchObject({
      status: 200,
      body: { card: { kind: 'customer', id: customer.id, name: 'Кафе' } },
    })
    expect((await crm.call(crm.adminId, 'GET', `/customers/${customer.id}`)).body).toMatchObject({
      conversations: 1,
      unreadConversations: 1,
      contacts: [{ id: contactId, isMain: true }],
    })
    expect((await crm.call(crm.adminId, 'GET', `/deals/${dealId}`)).body).toMatchObject({ conversations: 0 })
    await expectExact()
    const stale = await hang(crm.adminId, number, { kind: 'deal', id: dealId }, { kind: 'deal', id: dealId })
    expect(stale).toMatchObject({ status: 409, body: { error: { code: 'conversation.card_changed' } } })
    expect((await hang(crm.adminId, number, { kind: 'deal', id: dealId })).status).toBe(200)
    const again = await hang(crm.adminId, number, { kind: 'deal', id: dealId })
    expect(again.status).toBe(200)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from events
      where account_id = ${crm.accountId} and type = 'conversation.moved'`.execute(db)
    expect(rows[0]?.n).toBe(2)
    await expectExact()
  })

  test('only by who may edit both cards; what one does not see is not there', async () => {
    const { dealId, number } = await crm.write('Марина')
    const customer = await makeCustomer({ name: 'Кафе' })
    const card = { kind: 'customer', id: customer.id }
    const reader = await crm.addUser({ customers: { edit: 'none' } })
    expect((await hang(reader, number, card)).status).toBe(403)
    const blind = await crm.addUser({ customers: { view: 'none' } })
    expect(await hang(blind, number, card)).toMatchObject({
      status: 404,
      body: { error: { code: 'customer.not_found' } },
    })
    const keeper = await crm.addUser({ deals: { edit: 'none' } })
    expect((await hang(keeper, number, card)).status).toBe(403)
    const stranger = await createCrm()
    expect(
      (await stranger.call(stranger.adminId, 'PUT', `/conversations/${number}/card`, { card })).status,
    ).toBe(404)
    expect((await crm.call(crm.adminId, 'GET', `/conversations/${number}`)).body).toMatchObject({
      row: { card: { kind: 'deal', id: dealId } },
    })
  })

  test('two at once leave the counters exact', async () => {
    const { number } = await crm.write('Марина')
    const [one, other] = [await makeCustomer({ name: 'Кафе' }), await makeCustomer({ name: 'Бар' })]
    await Promise.all([one, other].map(({ id }) => hang(crm.adminId, number, { kind: 'customer', id })))
    await expectExact()
  })

  test('is chosen among those of its contact, or found by name; what may not be edited is told', async () => {
    const { dealId, contactId, number } = await crm.write('Марина')
    const own = await makeCustomer({ contactId, name: 'Кафе' })
    const other = await makeCustomer({ name: 'Бар' })
    const choices = async (userId: number, query = ''): Promise<unknown> =>
      ((await crm.call(userId, 'GET', `/conversations/${number}/cards${query}`)).body as { items: unknown })
        .items
    expect(await choices(crm.adminId)).toMatchObject([
      { kind: 'customer', id: own.id, isOfContact: true, canChoose: true },
      { kind: 'deal', id: dealId, isOfContact: true },
    ])
    expect(await choices(crm.adminId, '?search=бар')).toMatchObject([{ id: other.id, isOfContact: false }])
    const reader = await crm.addUser({ customers: { edit: 'none' }, deals: { view: 'none' } })
    expect(await choices(reader)).toMatchObject([{ id: own.id, canChoose: false }])
  })

  test('is found by name among one’s own, however many others of that name there are', async () => {
    const { number } = await crm.write('Марина')
    const boris = await crm.addUser({ customers: { view: 'own' }, deals: { view: 'own' } })
    const { body } = await crm.call(boris, 'POST', '/customers', { name: 'Кафе у дома' })
    const { id } = body as CustomerView
    await sql`insert into customers (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, updated_at)
      select account_id, id + i, id + i, pipeline_id, stage_id, 'Кафе ' || i, ${crm.adminId}, now() + interval '1 minute'
      from customers, generate_series(1, 201) i where account_id = ${crm.accountId} and id = ${id}`.execute(
      db,
    )
    const found = await crm.call(boris, 'GET', `/conversations/${number}/cards?search=кафе`)
    expect(found.body).toMatchObject({ items: [{ kind: 'customer', id }] })
  })

  test('one without a card gets a customer of its own, once', async () => {
    const { dealId, contactId, number } = await crm.write('Марина')
    await sql`update conversations set card_kind = null, card_id = null where account_id = ${crm.accountId}`.execute(
      db,
    )
    await sql`update deals set conversations = 0, unread_conversations = 0 where id = ${dealId}`.execute(db)
    await sql`update inbox_counts set card_kind = '' where account_id = ${crm.accountId}`.execute(db)
    const replies = await Promise.all(
      [1, 2].map(() => crm.call(crm.adminId, 'POST', `/conversations/${number}/customer`)),
    )
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect((await crm.call(crm.adminId, 'GET', `/conversations/${number}`)).body).toMatchObject({
      row: { card: { kind: 'customer', name: 'Марина' } },
      customer: { contacts: [{ id: contactId }], conversations: 1 },
    })
    await expectExact()
  })
})
