import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { ConversationRow, Counts } from '#contract/conversations'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

type Page = { items: ConversationRow[]; next: string | null }
type Deal = { dealId: number; number: number; contactId: number }

let crm: TestCrm
/** Two deals in other stages, one closed conversation, one without a card, one of a colleague's. */
let anna: Deal
let boris: Deal
let closed: Deal
let bare: Deal
let colleagueId = 0
let limitedId = 0
let stages: { pipelineId: number; id: number }[] = []

beforeAll(async () => {
  crm = await createCrm()
  const { accountId } = crm
  const groupId = await crm.addGroup()
  colleagueId = await crm.addUser({}, groupId)
  limitedId = await crm.addUser({
    deals: { view: 'own' },
    contacts: { view: 'own' },
    customers: { view: 'own' },
  })
  anna = await crm.write('Анна')
  boris = await crm.write('Борис')
  closed = await crm.write('Вера')
  bare = await crm.write('Глеб')
  await crm.call(crm.adminId, 'POST', `/conversations/${closed.number}/closure`, { anyway: true })
  const { rows } = await sql<{
    pipelineId: number
    id: number
  }>`select pipeline_id as "pipelineId", id from stages
    where account_id = ${accountId} and kind = 'normal' order by pipeline_id, position`.execute(db)
  stages = rows
  const [, second] = stages
  await sql`update deals set stage_id = ${second?.id ?? 0} where account_id = ${accountId} and id = ${boris.dealId}`.execute(
    db,
  )
  await sql`update conversations set card_kind = null, card_id = null where account_id = ${accountId} and number = ${bare.number}`.execute(
    db,
  )
  await sql`update deals set conversations = 0 where account_id = ${accountId} and id = ${bare.dealId}`.execute(
    db,
  )
  for (const [userId, deal] of [
    [colleagueId, boris],
    [limitedId, anna],
  ] as const) {
    await crm.call(crm.adminId, 'PATCH', `/deals/${deal.dealId}`, { responsibleUserId: userId })
  }
})

const numbers = (page: Page): number[] => page.items.map((row) => row.number)

async function list(query: string, userId = crm.adminId): Promise<Page> {
  const reply = await crm.call(userId, 'GET', `/conversations?${query}`)
  expect(reply, query).toMatchObject({ status: 200 })
  return reply.body as Page
}

const [tag] = [
  async (): Promise<number> => {
    const { rows } = await sql<{ id: number }>`
    with t as (insert into tags (account_id, entity_kind, name, color) values (${crm.accountId}, 'contact', 'Свои', 'teal') returning id)
    insert into entity_tags (account_id, entity_kind, entity_id, tag_id) select ${crm.accountId}, 'contact', ${anna.contactId}, id from t
    returning tag_id as id`.execute(db)
    return rows[0]?.id ?? 0
  },
]

test.each([
  ['preset=open', () => [bare, boris, anna]],
  ['state=closed', () => [closed]],
  ['state=any', () => [bare, closed, boris, anna]],
  ['read=unread&state=any', () => [bare, boris, anna]],
  ['read=read&state=any', () => [closed]],
  ['card=none', () => [bare]],
  ['card=deal', () => [boris, anna]],
  ['card=customer', () => []],
  ['way=out', () => []],
  ['way=in&card=deal', () => [boris, anna]],
  ['channelId=999999', () => []],
  ['tagId=999999', () => []],
  ['responsibleUserId=999999', () => []],
  ['stage=999999', () => []],
  ['lastFrom=2020-01-01&lastTo=2020-12-31', () => []],
  ['lastFrom=2020-01-01', () => [bare, boris, anna]],
  ['search=вера', () => [closed]],
  ['search=вера&state=open', () => []],
  ['sort=waiting', () => [anna, boris, bare]],
  ['sort=waiting&card=none', () => [bare]],
  ['preset=unanswered&way=in', () => [bare, boris, anna]],
  ['preset=unanswered&state=closed', () => []],
  ['waitingLonger=0', () => [bare, boris, anna]],
  ['waitingLonger=0&card=deal', () => [boris, anna]],
  ['waitingLonger=0&state=closed', () => []],
  ['waitingLonger=0&state=any&search=вера', () => []],
  ['waitingLonger=60', () => []],
] as const)('the list by %s is what it names, and as many are counted', async (query, expected) => {
  const wanted = expected().map(({ number }) => number)
  expect(numbers(await list(query))).toEqual(wanted)
  const count = await crm.call(
    crm.adminId,
    'GET',
    `/conversations/found?${query.replace('sort=waiting', 'preset=unanswered')}`,
  )
  expect(count.body).toEqual({ count: wanted.length, isMore: false })
})

test('the list by stages, pipelines, people, groups and tags', async () => {
  const [first, second] = stages
  const groupId = (await crm.viewer(colleagueId)).groupId
  const tagId = await tag()
  const cases: [string, Deal[]][] = [
    [`stage=${first?.pipelineId}:${second?.id}`, [boris]],
    [`stage=${first?.pipelineId}`, [boris, anna]],
    [`stage=${first?.pipelineId}:142,${first?.pipelineId}:${second?.id}`, [boris]],
    [`responsibleUserId=${colleagueId}`, [boris]],
    [`responsibleUserId=${colleagueId},${limitedId}`, [boris, anna]],
    [`responsibleUserId=0&state=any`, [bare, closed]],
    [`responsibleGroupId=${groupId}`, [boris]],
    [`tagId=${tagId}`, [anna]],
    [`tagId=${tagId}&stage=${first?.pipelineId}:${second?.id}`, []],
  ]
  for (const [query, expected] of cases) {
    expect([query, numbers(await list(query))]).toEqual([query, expected.map(({ number }) => number)])
  }
})

test('who sees his own only finds nothing else by any filter', async () => {
  for (const query of [
    'preset=open',
    'state=any',
    'sort=waiting',
    'way=in',
    'state=any&card=deal',
    'search=а',
  ]) {
    expect([query, numbers(await list(query, limitedId))]).toEqual([query, [anna.number]])
  }
  expect(numbers(await list(`responsibleUserId=${colleagueId}`, limitedId))).toEqual([])
})

test.each([
  ['preset', 'all'],
  ['stage', '5:x'],
  ['tagId', '1,,2'],
  ['lastFrom', '2026-13-01'],
  ['state', 'gone'],
  ['cursor', 'x'],
])('%s=%s is refused by name', async (field, value) => {
  expect(await crm.call(crm.adminId, 'GET', `/conversations?${field}=${value}`)).toMatchObject({
    status: 422,
    body: { error: { code: 'request.invalid', details: { fields: [{ path: field }] } } },
  })
})

test('pages of every order and filter follow one another without a gap', async () => {
  for (const query of ['state=any', 'sort=waiting', 'state=any&way=in']) {
    const whole = numbers(await list(query))
    const walked: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Page = await list(`${query}&limit=1${cursor && `&cursor=${cursor}`}`)
      walked.push(...numbers(page))
      cursor = page.next
    }
    expect([query, walked]).toEqual([query, whole])
  }
})

test('a star and a subscription are one’s own, are counted while it is open, and stay when it is closed', async () => {
  const counts = async (userId: number): Promise<Counts> =>
    (await crm.call(userId, 'GET', '/conversations/counts')).body as Counts
  const { number } = await crm.write('Даша')
  for (const [mark, preset, flag] of [
    ['star', 'starred', 'isStarred'],
    ['subscription', 'subscribed', 'isSubscribed'],
  ] as const) {
    const put = await crm.call(colleagueId, 'PUT', `/conversations/${number}/${mark}`)
    expect(put).toMatchObject({ status: 200, body: { number, [flag]: true } })
    await crm.call(colleagueId, 'PUT', `/conversations/${number}/${mark}`)
    expect((await counts(colleagueId))[preset]).toBe(1)
    expect((await counts(crm.adminId))[preset]).toBe(0)
    expect(numbers(await list(`preset=${preset}`, colleagueId))).toEqual([number])
    expect((await list(`preset=${preset}`, colleagueId)).items[0]?.[flag]).toBe(true)
    expect(numbers(await list(`preset=${preset}`))).toEqual([])
  }
  await crm.call(crm.adminId, 'POST', `/conversations/${number}/closure`, { anyway: true })
  expect(await counts(colleagueId)).toMatchObject({ starred: 0, subscribed: 0 })
  expect(numbers(await list('preset=starred', colleagueId))).toEqual([number])
  expect(numbers(await list('preset=starred&state=open', colleagueId))).toEqual([])
  expect(await crm.call(colleagueId, 'DELETE', `/conversations/${number}/star`)).toMatchObject({
    body: { isStarred: false },
  })
  expect(numbers(await list('preset=starred', colleagueId))).toEqual([])
})

test('what one may not see is neither marked nor counted', async () => {
  expect(await crm.call(limitedId, 'PUT', `/conversations/${boris.number}/star`)).toMatchObject({
    status: 404,
    body: { error: { code: 'conversation.not_found' } },
  })
  await crm.call(limitedId, 'PUT', `/conversations/${anna.number}/star`)
  await crm.call(crm.adminId, 'PATCH', `/deals/${anna.dealId}`, { responsibleUserId: colleagueId })
  expect((await crm.call(limitedId, 'GET', '/conversations/counts')).body).toMatchObject({
    starred: 0,
    open: 0,
  })
  expect(numbers(await list('preset=starred', limitedId))).toEqual([])
})
