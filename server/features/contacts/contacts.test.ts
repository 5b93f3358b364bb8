import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ContactRow, ContactView } from '#contract/contacts'
import { createTestDatabase } from '#lib/test-database'
import { expectExact, openCrm, type TestCrm } from '../deals/test-crm.ts'
import { readPhone } from './read-phone.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let crm: TestCrm
beforeEach(async () => {
  crm = await createCrm()
})

type Page = { items: ContactRow[]; next: string | null }

async function create(name: string, points: { kind: string; value: string }[] = []): Promise<ContactView> {
  const reply = await crm.call(crm.adminId, 'POST', '/contacts', { name, points })
  expect(reply.status).toBe(200)
  return reply.body as ContactView
}

async function find(search: string, userId = crm.adminId): Promise<string[]> {
  const reply = await crm.call(userId, 'GET', `/contacts?search=${encodeURIComponent(search)}`)
  expect(reply.status).toBe(200)
  return (reply.body as Page).items.map((row) => row.name)
}

const eventsOf = async (type: string) =>
  db
    .selectFrom('events')
    .select(['subject_id', 'before', 'after', 'actor_id', 'contact_id'])
    .where('account_id', '=', crm.accountId)
    .where('type', '=', type)
    .orderBy('id')
    .execute()

describe('a phone', () => {
  test.each([
    ['8 (921) 554-18-07', 'RU', '79215541807'],
    ['+7 921 554 18 07', 'US', '79215541807'],
    ['79215541807', 'RU', '79215541807'],
    ['49 1511 2345678', 'RU', '4915112345678'],
    ['030 901820', 'DE', '4930901820'],
    ['(202) 456-1111', 'US', '12024561111'],
  ])('%s in %s is read as %s', (text, country, normal) => {
    expect(readPhone(text, country)?.normal).toBe(normal)
  })

  test.each(['', '12', 'нет телефона', 'звоните 8 921 554-18-07', '+999999', '0000000000000000000'])(
    '“%s” is none',
    (text) => {
      expect(readPhone(text, 'RU')).toBeNull()
    },
  )
})

describe('making a contact', () => {
  test('phones and e-mails are kept once, in international form, unverified, the first of a kind being primary', async () => {
    const contact = await create('Ольга Панина', [
      { kind: 'email', value: 'Olga@Example.com' },
      { kind: 'phone', value: '8 (921) 554-18-07' },
      { kind: 'phone', value: '+7 921 554 18 07' },
      { kind: 'email', value: 'olga@example.com' },
      { kind: 'phone', value: '8 495 123-45-67' },
    ])
    expect(contact).toMatchObject({ name: 'Ольга Панина', responsibleUserId: crm.adminId, canEdit: true })
    expect(contact.points).toEqual([
      { kind: 'phone', value: '+7 921 554 18 07', label: null, isPrimary: true, verifiedBy: 'none' },
      { kind: 'phone', value: '+7 495 123 45 67', label: null, isPrimary: false, verifiedBy: 'none' },
      { kind: 'email', value: 'Olga@Example.com', label: null, isPrimary: true, verifiedBy: 'none' },
    ])
    expect(await eventsOf('contact.created')).toMatchObject([
      { subject_id: String(contact.id), actor_id: crm.adminId, contact_id: contact.id },
    ])
  })

  test('what is no phone or e-mail is refused by its place in the list, and nothing is written', async () => {
    const reply = await crm.call(crm.adminId, 'POST', '/contacts', {
      name: 'Ольга',
      points: [
        { kind: 'phone', value: '8 921 554-18-07' },
        { kind: 'phone', value: '12' },
        { kind: 'email', value: 'olga@' },
      ],
    })
    expect(reply).toMatchObject({
      status: 422,
      body: {
        error: {
          code: 'contact.point_invalid',
          details: {
            fields: [
              { path: 'points.1.value', problem: 'phone' },
              { path: 'points.2.value', problem: 'email' },
            ],
          },
        },
      },
    })
    expect(await find('Ольга')).toEqual([])
    expect(await eventsOf('contact.created')).toEqual([])
  })

  test('without the right to add, or to see what one adds, nothing is made', async () => {
    for (const contacts of [{ add: 'none' as const }, { view: 'none' as const }]) {
      const userId = await crm.addUser({ contacts })
      const reply = await crm.call(userId, 'POST', '/contacts', { name: 'Чужой' })
      expect(reply).toMatchObject({ status: 403, body: { error: { code: 'session.forbidden' } } })
    }
    expect(await find('Чужой')).toEqual([])
  })
})

describe('changing a contact', () => {
  test('a name given by hand is never replaced by the messenger’s', async () => {
    const { contactId } = await crm.write('Марина')
    const reply = await crm.call(crm.adminId, 'PATCH', `/contacts/${contactId}`, { name: 'Марина Орлова' })
    expect(reply).toMatchObject({ status: 200, body: { name: 'Марина Орлова' } })
    const row = await db
      .selectFrom('contacts')
      .select('name_source')
      .where('id', '=', contactId)
      .executeTakeFirstOrThrow()
    expect(row.name_source).toBe('user')
    expect(await eventsOf('contact.changed')).toMatchObject([
      { before: { name: 'Марина' }, after: { name: 'Марина Орлова' } },
    ])
  })

  test('phones are replaced as a whole; who vouches for one that stays is kept', async () => {
    const { contactId } = await crm.write('Марина')
    await sql`insert into contact_points (account_id, contact_id, kind, normal, shown, is_primary, verified_by)
      values (${crm.accountId}, ${contactId}, 'phone', '79215541807', '+7 921 554 18 07', true, 'messenger'),
        (${crm.accountId}, ${contactId}, 'phone', '74951234567', '+7 495 123 45 67', false, 'none')`.execute(
      db,
    )
    const reply = await crm.call(crm.adminId, 'PATCH', `/contacts/${contactId}`, {
      points: [
        { kind: 'phone', value: '+49 30 901820' },
        { kind: 'phone', value: '89215541807' },
      ],
    })
    expect((reply.body as ContactView).points).toEqual([
      { kind: 'phone', value: '+49 30 901820', label: null, isPrimary: true, verifiedBy: 'none' },
      { kind: 'phone', value: '+7 921 554 18 07', label: null, isPrimary: false, verifiedBy: 'messenger' },
    ])
    expect(await eventsOf('contact.changed')).toMatchObject([
      { after: { phones: ['+49 30 901820', '+7 921 554 18 07'], emails: [] } },
    ])
  })

  test('what changes nothing is no event', async () => {
    const contact = await create('Ольга', [{ kind: 'phone', value: '89215541807' }])
    const reply = await crm.call(crm.adminId, 'PATCH', `/contacts/${contact.id}`, {
      name: 'Ольга',
      responsibleUserId: crm.adminId,
      points: [{ kind: 'phone', value: '+7 (921) 554 18 07' }],
    })
    expect(reply.body).toEqual(contact)
    expect(await eventsOf('contact.changed')).toEqual([])
  })

  test('a new responsible goes to all its conversations and every counter stays exact', async () => {
    const first = await crm.write('Марина')
    await crm.write('Олег')
    const closed = await crm.call(crm.adminId, 'POST', `/conversations/${first.number}/closure`, {
      seenMessageId: null,
      anyway: true,
    })
    expect(closed.status).toBe(200)
    const again = await crm.write('Марина', 'Ещё вопрос')
    expect(again.number).not.toBe(first.number)
    await sql`with v as (update conversations set card_kind = null, card_id = null where account_id = ${crm.accountId}
        and number = ${again.number})
      update deals set conversations = 1, unread_conversations = 0 where account_id = ${crm.accountId} and id = ${first.dealId}`.execute(
      db,
    )
    await sql`update inbox_counts set open = open - 1, unread = unread - 1, unanswered = unanswered - 1
      where account_id = ${crm.accountId} and card_kind = 'deal'`.execute(db)
    await sql`insert into inbox_counts (account_id, card_kind, responsible_user_id, contact_responsible_user_id, open, unread, unanswered)
      values (${crm.accountId}, '', 0, 0, 1, 1, 1)`.execute(db)
    await expectExact(database, crm.accountId)
    const boris = await crm.addUser()
    const reply = await crm.call(crm.adminId, 'PATCH', `/contacts/${first.contactId}`, {
      responsibleUserId: boris,
    })
    expect(reply).toMatchObject({ status: 200, body: { responsibleUserId: boris } })
    await expectExact(database, crm.accountId)
    const rows = await db
      .selectFrom('conversations')
      .select(['number', 'responsible_user_id as responsible', 'contact_responsible_user_id as contact'])
      .where('account_id', '=', crm.accountId)
      .where('contact_id', '=', first.contactId)
      .orderBy('number')
      .execute()
    expect(rows).toEqual([
      { number: first.number, responsible: null, contact: boris },
      { number: again.number, responsible: boris, contact: boris },
    ])
    expect(await eventsOf('contact.changed')).toMatchObject([
      { before: { responsibleUserId: null }, after: { responsibleUserId: boris } },
    ])
  })

  test('nobody but an active user of the account becomes responsible', async () => {
    const { contactId } = await crm.write('Марина')
    const gone = await crm.addUser()
    await sql`update users set status = 'deactivated' where account_id = ${crm.accountId} and id = ${gone}`.execute(
      db,
    )
    const stranger = (await createCrm()).adminId
    for (const responsibleUserId of [gone, stranger, 999_999]) {
      const reply = await crm.call(crm.adminId, 'PATCH', `/contacts/${contactId}`, { responsibleUserId })
      expect(reply).toMatchObject({ status: 404, body: { error: { code: 'user.not_found' } } })
    }
  })

  test('who gives away a contact out of his own sight is shown it once more, and then no longer', async () => {
    const own = await crm.addUser({ contacts: { view: 'own', edit: 'own' } })
    const { contactId } = await crm.write('Марина')
    await crm.call(crm.adminId, 'PATCH', `/contacts/${contactId}`, { responsibleUserId: own })
    const given = await crm.call(own, 'PATCH', `/contacts/${contactId}`, { responsibleUserId: crm.adminId })
    expect(given).toMatchObject({ status: 200, body: { responsibleUserId: crm.adminId, canEdit: false } })
    expect((await crm.call(own, 'GET', `/contacts/${contactId}`)).status).toBe(404)
  })
})

describe('rights', () => {
  test('own, group’s and none: what one may not see does not exist, what one may not edit is refused', async () => {
    const group = await crm.addGroup()
    const own = await crm.addUser({ contacts: { view: 'own' } }, group)
    const peer = await crm.addUser({ contacts: { view: 'group', edit: 'own' } }, group)
    const blind = await crm.addUser({ contacts: { view: 'none' } }, group)
    const { contactId } = await crm.write('Марина')
    const path = `/contacts/${contactId}`
    const seenBy = async (): Promise<number[]> => {
      const replies = await Promise.all([own, peer, blind].map((userId) => crm.call(userId, 'GET', path)))
      return replies.map((reply) => reply.status)
    }
    expect(await seenBy()).toEqual([404, 404, 404])
    await crm.call(crm.adminId, 'PATCH', path, { responsibleUserId: own })
    expect(await seenBy()).toEqual([200, 200, 404])
    expect(await Promise.all([own, peer, blind].map((userId) => find('Марина', userId)))).toEqual([
      ['Марина'],
      ['Марина'],
      [],
    ])
    expect((await crm.call(peer, 'GET', path)).body).toMatchObject({ canEdit: false })
    expect(await crm.call(peer, 'PATCH', path, { name: 'Иначе' })).toMatchObject({
      status: 403,
      body: { error: { code: 'session.forbidden' } },
    })
    expect(await crm.call(blind, 'PATCH', path, { name: 'Иначе' })).toMatchObject({
      status: 404,
      body: { error: { code: 'contact.not_found' } },
    })
    expect(await find('Иначе')).toEqual([])
  })

  test('a contact of another account does not exist', async () => {
    const { contactId } = await crm.write('Марина')
    const stranger = await createCrm()
    expect((await stranger.call(stranger.adminId, 'GET', `/contacts/${contactId}`)).status).toBe(404)
    const reply = await stranger.call(stranger.adminId, 'PATCH', `/contacts/${contactId}`, { name: 'Иначе' })
    expect(reply.status).toBe(404)
    expect((await stranger.call(stranger.adminId, 'GET', '/contacts')).body).toEqual({
      items: [],
      next: null,
    })
  })

  test('chats and deals that one may not see are not told of', async () => {
    const { contactId, dealId } = await crm.write('Марина')
    const limited = await crm.addUser({ deals: { view: 'none' } })
    const all = (await crm.call(crm.adminId, 'GET', `/contacts/${contactId}`)).body
    expect(all).toMatchObject({ deals: [{ id: dealId }], chats: [{ openNumber: 1, lastNumber: 1 }] })
    const some = (await crm.call(limited, 'GET', `/contacts/${contactId}`)).body
    expect(some).toMatchObject({ deals: [], chats: [{ openNumber: 1, lastNumber: 1 }] })
  })
})

describe('the list of contacts', () => {
  test('finds by a part of the name, by a phone in any notation and by an e-mail', async () => {
    await create('Ольга Панина', [
      { kind: 'phone', value: '+7 921 554-18-07' },
      { kind: 'email', value: 'olga@zerno.ru' },
    ])
    await create('Игорь 100%_Свой')
    for (const search of [
      'панин',
      'Ольга',
      '8 (921) 554-18-07',
      '79215541807',
      '8 921 55',
      '554-18',
      'ZERNO.ru',
      'па',
    ]) {
      expect([search, await find(search)]).toEqual([search, ['Ольга Панина']])
    }
    expect(await find('100%_св')).toEqual(['Игорь 100%_Свой'])
    expect(await find('никого нет')).toEqual([])
    expect(await find('%%%')).toEqual([])
  })

  test('is paged from the last changed, each contact once, also when many changed at the same instant', async () => {
    const names = Array.from({ length: 7 }, (_one, place) => `Клиент ${place}`)
    for (const name of names) await create(name)
    await sql`update contacts set updated_at = '2026-01-02 03:04:05.123456' where account_id = ${crm.accountId}
      and id % 2 = 0`.execute(db)
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await crm.call(crm.adminId, 'GET', `/contacts?limit=2${cursor}`)
      const page = body as Page
      seen.push(...page.items.map((row) => row.name))
      cursor = page.next === null ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    expect(seen.toSorted()).toEqual(names)
  })

  test('a contact merged into another is found by its old name as the one it became', async () => {
    const one = await create('Мария Старая')
    const other = await create('Мария Новая')
    await sql`update contacts set root_id = ${other.id} where account_id = ${crm.accountId} and id = ${one.id}`.execute(
      db,
    )
    expect(await find('Старая')).toEqual(['Мария Новая'])
    expect((await crm.call(crm.adminId, 'GET', `/contacts/${one.id}`)).body).toMatchObject({ id: other.id })
  })

  test('a cursor of somebody else’s making is refused by name', async () => {
    expect(await crm.call(crm.adminId, 'GET', '/contacts?cursor=tomorrow')).toMatchObject({
      status: 422,
      body: { error: { code: 'request.invalid', details: { fields: [{ path: 'cursor' }] } } },
    })
  })
})
