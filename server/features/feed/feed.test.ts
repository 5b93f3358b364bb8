import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { FeedItem, FeedPage } from '#contract/feed'
import { createTestDatabase } from '#lib/test-database'
import { messageOf, personOf } from '../intake/test-account.ts'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let crm: TestCrm
beforeEach(async () => {
  crm = await createCrm()
})

type Feed = FeedPage

async function feedOf(dealId: number, query = '', userId = crm.adminId): Promise<Feed> {
  const reply = await crm.call(userId, 'GET', `/cards/deal/${dealId}/feed${query}`)
  expect(reply.status).toBe(200)
  return reply.body as Feed
}

const lineOf = (item: FeedItem): string =>
  'message' in item ? item.message.text : item.type === 'event' ? item.event.type : item.type
const placed = { at: new Date('2026-03-01T10:00:00Z') }

describe('the feed of a deal', () => {
  test('holds messages of all its conversations and what happened with it, newest last, and no events of messages', async () => {
    const { dealId, number } = await crm.write('Марина', 'первое')
    await crm.call(crm.adminId, 'POST', `/conversations/${number}/closure`, { anyway: true })
    await crm.write('Марина', 'второе')
    await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { stageId: 142, name: 'Кофе' })
    await crm.write('Олег', 'чужое')
    const { items, before } = await feedOf(dealId)
    const messages = items.filter((item) => item.type === 'message')
    expect(messages.map(lineOf)).toEqual(['первое', 'второе'])
    expect(messages).toMatchObject([
      { channelKind: 'telegram', message: { number, author: { kind: 'client', name: 'Марина' } } },
      { channelKind: 'telegram', message: { number: number + 1 } },
    ])
    const events = items.filter((item) => item.type === 'event')
    expect(events.map(lineOf).toSorted()).toEqual([
      'conversation.closed',
      'conversation.opened',
      'conversation.opened',
      'deal.changed',
      'deal.created',
      'deal.moved',
    ])
    expect(events.find((item) => lineOf(item) === 'deal.moved')).toMatchObject({
      event: { actor: { kind: 'user', id: crm.adminId, name: 'Анна' }, after: { stageId: 142 } },
    })
    const times = items.map((item) => Date.parse(item.at))
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect(before).toBeNull()
  })

  test('a closing writes down when the first message of the conversation stood, a late one too', async () => {
    const person = personOf(`${crm.accountId}-Павел`, 'Павел')
    const { number } = await crm.write('Павел', 'вовремя')
    await crm.take(messageOf(person, 'раньше', placed))
    const first = db
      .selectFrom('conversations')
      .select('first_message_at')
      .where('account_id', '=', crm.accountId)
    await crm.call(crm.adminId, 'POST', `/conversations/${number}/closure`, { anyway: true })
    expect((await first.where('number', '=', number).executeTakeFirstOrThrow()).first_message_at).toEqual(
      placed.at,
    )
  })

  test('messages of one second keep the messenger’s order', async () => {
    const person = personOf(`${crm.accountId}-Марина`, 'Марина')
    const { dealId } = await crm.write('Марина', 'начало')
    const [one, two, three] = ['раз', 'два', 'три'].map((text) => messageOf(person, text, placed))
    if (!one || !two || !three) throw new Error('three messages')
    await crm.take(three)
    await crm.take(one)
    await crm.take(two)
    const { items } = await feedOf(dealId)
    expect(items.filter((item) => item.type === 'message').map(lineOf)).toEqual([
      'раз',
      'два',
      'три',
      'начало',
    ])
  })

  test.each([1, 2, 3, 5])('is paged by %i, everything once and in the same order', async (limit) => {
    const person = personOf(`${crm.accountId}-Марина`, 'Марина')
    const { dealId } = await crm.write('Марина', 'начало')
    for (const text of ['раз', 'два', 'три']) await crm.take(messageOf(person, text, placed))
    for (const name of ['Кофе', 'Чай']) await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { name })
    await sql`update events set at = '2026-03-01 10:00:00' where account_id = ${crm.accountId} and type = 'deal.changed'`.execute(
      db,
    )
    const whole = (await feedOf(dealId)).items.map(lineOf)
    expect(whole).toHaveLength(8)
    const seen: string[] = []
    let before = ''
    do {
      const page = await feedOf(dealId, `?limit=${limit}${before}`)
      expect(page.items.length).toBeLessThanOrEqual(limit)
      seen.unshift(...page.items.map(lineOf))
      before = page.before === null ? '' : `&before=${page.before}`
    } while (before !== '')
    expect(seen).toEqual(whole)
  })

  test('is not there for who may not see the deal, and is for a participant', async () => {
    const { dealId } = await crm.write('Марина')
    const blind = await crm.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } })
    expect(await crm.call(blind, 'GET', `/cards/deal/${dealId}/feed`)).toMatchObject({
      status: 404,
      body: { error: { code: 'deal.not_found' } },
    })
    await sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
      values (${crm.accountId}, 'deal', ${dealId}, 'user', ${blind}, ${crm.adminId})`.execute(db)
    expect((await feedOf(dealId, '', blind)).items.map(lineOf)).toContain('Здравствуйте')
  })

  test('a cursor of somebody else’s making is refused by name', async () => {
    const { dealId } = await crm.write('Марина')
    const beyond = `1.m.9223372036854775808.${crypto.randomUUID()}`
    for (const cursor of ['yesterday', beyond, beyond.replace('.9', '.-9').replace('5808', '5809')]) {
      expect(await crm.call(crm.adminId, 'GET', `/cards/deal/${dealId}/feed?before=${cursor}`)).toMatchObject(
        {
          status: 422,
          body: { error: { code: 'request.invalid', details: { fields: [{ path: 'before' }] } } },
        },
      )
    }
    const greatest = beyond.replace('5808', '5807')
    expect(await crm.call(crm.adminId, 'GET', `/cards/deal/${dealId}/feed?before=${greatest}`)).toMatchObject(
      {
        status: 200,
      },
    )
  })

  test('a page from an instant on is gone through to the newest, and back to the oldest', async () => {
    const person = personOf(`${crm.accountId}-Марина`, 'Марина')
    const { dealId } = await crm.write('Марина', 'начало')
    const day = (n: number) => ({ at: new Date(Date.UTC(2026, 2, n, 10)) })
    for (const n of [1, 2, 3, 4, 5, 6]) await crm.take(messageOf(person, `день ${n}`, day(n)))
    const whole = (await feedOf(dealId)).items.map(lineOf)
    const start = await feedOf(dealId, '?since=2026-03-03T00:00:00.000Z&limit=2')
    expect(start.items.map(lineOf)).toEqual(['день 3', 'день 4'])
    const seen = start.items.map(lineOf)
    for (let { after } = start; after !== null;) {
      const page = await feedOf(dealId, `?limit=2&after=${after}`)
      seen.push(...page.items.map(lineOf))
      after = page.after
    }
    for (let { before } = start; before !== null;) {
      const page = await feedOf(dealId, `?limit=2&before=${before}`)
      seen.unshift(...page.items.map(lineOf))
      before = page.before
    }
    expect(seen).toEqual(whole)
  })

  test('a line is shown in its place, with what stands around it', async () => {
    const person = personOf(`${crm.accountId}-Марина`, 'Марина')
    const { dealId } = await crm.write('Марина', 'начало')
    for (let n = 1; n < 8; n += 1) await crm.take(messageOf(person, `день ${n}`, placed))
    const whole = (await feedOf(dealId)).items
    const texts = whole.map(lineOf)
    for (const [at, item] of whole.entries()) {
      const name = item.type === 'message' ? item.message.id : item.type === 'event' ? item.event.id : ''
      const { items, before, after } = await feedOf(dealId, `?limit=4&around=${name}`)
      expect(items.map(lineOf)).toEqual(texts.slice(Math.max(0, at - 2), at + 2))
      expect([before === null, after === null]).toEqual([at <= 2, at + 2 >= whole.length])
      if (before !== null) {
        const above = await feedOf(dealId, `?limit=100&before=${before}`)
        expect(above.items.map(lineOf)).toEqual(texts.slice(0, at - 2))
      }
      if (after !== null) {
        const below = await feedOf(dealId, `?limit=100&after=${after}`)
        expect(below.items.map(lineOf)).toEqual(texts.slice(at + 2))
      }
    }
  })

  test('a line of another card, one that is hidden and one that is nowhere are answered alike', async () => {
    const { dealId } = await crm.write('Марина')
    const [other] = (await feedOf((await crm.write('Олег')).dealId, '?hide=changes,people,conversations'))
      .items
    const [own] = (await feedOf(dealId, '?hide=changes,people,conversations')).items
    if (other?.type !== 'message' || own?.type !== 'message') throw new Error('two messages')
    for (const query of [
      `around=${other.message.id}`,
      `around=${own.message.id}&hide=messages`,
      `around=${crypto.randomUUID()}`,
      'around=note:1',
      'around=task:999999',
    ]) {
      expect(await crm.call(crm.adminId, 'GET', `/cards/deal/${dealId}/feed?${query}`), query).toMatchObject({
        status: 404,
        body: { error: { code: 'feed.line_not_found' } },
      })
    }
  })

  test('what is hidden is left out, pages stay full, and words find only the messages that have them', async () => {
    const { dealId } = await crm.write('Марина', 'Когда привезёте 50% заказа?')
    await crm.write('Марина', 'Спасибо')
    await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { name: 'Кофе' })
    expect((await feedOf(dealId, '?hide=conversations,changes,people')).items.map(lineOf)).toEqual([
      'Когда привезёте 50% заказа?',
      'Спасибо',
    ])
    const events = (await feedOf(dealId, '?hide=messages&limit=1')).items.map(lineOf)
    expect(events).toEqual(['deal.changed'])
    for (const words of ['привезёте', '50% ЗАКАЗА']) {
      const found = await feedOf(dealId, `?search=${encodeURIComponent(words)}`)
      expect(found.items.map(lineOf)).toEqual(['Когда привезёте 50% заказа?'])
    }
    expect((await feedOf(dealId, `?search=${encodeURIComponent('50_ заказа')}`)).items).toEqual([])
    expect((await feedOf(dealId, '?hide=messages&search=50')).items).toEqual([])
  })

  test.each(['hide=everything', 'since=yesterday', 'after=1.x.0.0', 'search=', 'limit=0', 'around=note:x'])(
    'a wrong wish is told by its name: %s',
    async (query) => {
      const { dealId } = await crm.write('Марина')
      const [field] = query.split('=')
      expect(await crm.call(crm.adminId, 'GET', `/cards/deal/${dealId}/feed?${query}`)).toMatchObject({
        status: 422,
        body: { error: { code: 'request.invalid', details: { fields: [{ path: field }] } } },
      })
    },
  )
})
