import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { CompanyView } from '#contract/companies'
import type { FeedItem, FeedPage } from '#contract/feed'
import type { TaskView } from '#contract/tasks'
import * as notes from '#features/notes'
import { fillPortion, startAnew } from '#features/search'
import * as tasks from '#features/tasks'
import { inTransaction } from '#lib/db'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../../deals/test-crm.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const createCrm = await openCrm(database, (deps) => [...tasks.routes(deps), ...notes.routes(deps)])

/** Марина has two deals and Олег one; both are of the company, and so is Марина's second deal. Пётр is a stranger. */
let crm: TestCrm
let company: CompanyView
let marina: { number: number; dealId: number; contactId: number }
let second: typeof marina
let oleg: typeof marina

beforeAll(async () => {
  crm = await createCrm()
  marina = await crm.write('Марина', 'первое')
  await send('POST', `/conversations/${marina.number}/closure`, { anyway: true })
  await send('PATCH', `/deals/${marina.dealId}`, { stageId: 142 })
  second = await crm.write('Марина', 'второе')
  oleg = await crm.write('Олег', 'третье')
  await crm.write('Пётр', 'чужое')
  company = await send<CompanyView>('POST', '/companies', { name: 'Зерно' })
  await send('PATCH', `/contacts/${marina.contactId}`, { companyId: company.id })
  await send('PATCH', `/contacts/${oleg.contactId}`, { companyId: company.id })
  await send('PUT', `/cards/deal/${second.dealId}/company`, { companyId: company.id })
  await note('contact', marina.contactId, 'любит кофе')
  await note('deal', second.dealId, 'торгуется')
  await note('company', company.id, 'платит в срок')
  await send('POST', '/tasks', {
    requestId: randomUUID(),
    text: 'Позвонить',
    due: { on: '2026-12-01' },
    card: { kind: 'deal', id: second.dealId },
  })
  const own = await send<TaskView>('POST', '/tasks', {
    requestId: randomUUID(),
    text: 'Продлить договор',
    due: { on: '2026-12-01' },
    companyId: company.id,
  })
  await send('POST', `/tasks/${own.id}/completion`, { result: 'Продлили' })
})

async function send<T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: object): Promise<T> {
  const answer = await crm.call(crm.adminId, method, path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body as T
}

const note = (kind: string, id: number, text: string) =>
  send('POST', '/notes', { requestId: randomUUID(), text, holder: { kind, id } })

async function feedOf(
  kind: 'contact' | 'company',
  id: number,
  query = '',
  userId = crm.adminId,
): Promise<FeedPage> {
  const { status, body } = await crm.call(userId, 'GET', `/cards/${kind}/${id}/feed${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as FeedPage
}

function lineOf(item: FeedItem): string {
  if (item.type === 'message') return item.message.text
  if (item.type === 'note') return item.note.text
  if (item.type === 'task') return item.task.text
  return item.type === 'event' ? item.event.type : item.type
}

const linesOf = ({ items }: FeedPage): string[] => items.map(lineOf)
const onOf = ({ items }: FeedPage, line: string) => items.find((item) => lineOf(item) === line)?.on

test('a contact has the messages of all its conversations, what happened with it and its notes; each line says in which card it stands', async () => {
  const feed = await feedOf('contact', marina.contactId)
  const lines = linesOf(feed)
  expect(lines.filter((line) => /[а-я]/.test(line))).toEqual(['первое', 'второе', 'любит кофе'])
  for (const type of ['conversation.opened', 'conversation.closed', 'contact.changed'])
    expect(lines).toContain(type)
  expect(lines.some((line) => line.startsWith('message.'))).toBe(false)
  expect(onOf(feed, 'первое')).toMatchObject({ kind: 'deal', id: marina.dealId })
  expect(onOf(feed, 'второе')).toMatchObject({ kind: 'deal', id: second.dealId })
  expect(onOf(feed, 'любит кофе')).toBeNull()
})

test('a company has what is of it, its contacts and its deals, once each', async () => {
  const feed = await feedOf('company', company.id)
  const lines = linesOf(feed)
  expect(lines.filter((line) => /[а-я]/i.test(line) && !line.includes('.'))).toEqual([
    'первое',
    'второе',
    'третье',
    'любит кофе',
    'торгуется',
    'платит в срок',
    'Позвонить',
    'Продлить договор',
  ])
  for (const type of ['company.created', 'company.linked', 'task.completed']) expect(lines).toContain(type)
  expect(onOf(feed, 'любит кофе')).toMatchObject({ kind: 'contact', name: 'Марина' })
  expect(onOf(feed, 'торгуется')).toMatchObject({ kind: 'deal', id: second.dealId })
  expect(onOf(feed, 'платит в срок')).toBeNull()
  const ids = feed.items.flatMap((item) => (item.type === 'event' ? [item.event.id] : []))
  expect(new Set(ids).size).toBe(ids.length)
})

test.each(['contact', 'company'] as const)(
  'the feed of a %s is paged to the oldest and from an instant to the newest, everything once',
  async (kind) => {
    const id = kind === 'contact' ? marina.contactId : company.id
    const whole = await feedOf(kind, id)
    for (const limit of [1, 3]) {
      const seen: string[] = []
      let before = ''
      do {
        const page = await feedOf(kind, id, `?limit=${limit}${before}`)
        seen.unshift(...linesOf(page))
        before = page.before === null ? '' : `&before=${page.before}`
      } while (before !== '')
      expect(seen).toEqual(linesOf(whole))
    }
    const start = await feedOf(kind, id, '?limit=2&since=2020-01-01T00:00:00.000Z')
    const seen = linesOf(start)
    for (let { after } = start; after !== null;) {
      const page = await feedOf(kind, id, `?limit=2&after=${after}`)
      seen.push(...linesOf(page))
      after = page.after
    }
    expect(seen).toEqual(linesOf(whole))
  },
)

test('what is hidden is left out, and words find messages, notes and tasks', async () => {
  const hidden = await feedOf('company', company.id, '?hide=changes,people,conversations,tasks,notes')
  expect(linesOf(hidden)).toEqual(['первое', 'второе', 'третье'])
  expect(linesOf(await feedOf('company', company.id, `?search=${encodeURIComponent('ТРЕТЬ')}`))).toEqual([
    'третье',
  ])
  expect(linesOf(await feedOf('company', company.id, `?search=${encodeURIComponent('кофе')}`))).toEqual([
    'любит кофе',
  ])
})

test('who sees the company alone reads nothing of its people and deals; who sees neither finds no feed', async () => {
  const none = { view: 'none' } as const
  const outside = await crm.addUser({ deals: none, customers: none, contacts: none, tasks: none })
  const lines = linesOf(await feedOf('company', company.id, '', outside))
  expect(lines.toSorted()).toEqual(['company.created', 'платит в срок'].toSorted())
  const blind = await crm.addUser({ deals: none, contacts: none, companies: none })
  for (const [kind, id] of [
    ['contact', marina.contactId],
    ['company', company.id],
  ] as const) {
    expect(await crm.call(blind, 'GET', `/cards/${kind}/${id}/feed`)).toMatchObject({
      status: 404,
      body: { error: { code: `${kind}.not_found` } },
    })
  }
})

test('who sees the contact, but not its deals, reads its conversations and is not told the names of the deals', async () => {
  const none = { view: 'none' } as const
  const user = await crm.addUser({ deals: none, customers: none })
  const feed = await feedOf('contact', marina.contactId, '', user)
  expect(linesOf(feed)).toEqual(expect.arrayContaining(['первое', 'второе', 'любит кофе']))
  expect(linesOf(feed).some((line) => line.startsWith('deal.'))).toBe(false)
  expect(onOf(feed, 'первое')).toBeNull()
})

test('with the index of words a feed is searched by any form of a word, and by nobody for what he does not see', async () => {
  await inTransaction(db, (tx) => startAnew(tx, crm.accountId))
  while (!(await inTransaction(db, (tx) => fillPortion(tx, crm.accountId))).isFilled);
  const search = async (kind: 'contact' | 'company', words: string, userId = crm.adminId) => {
    const id = kind === 'contact' ? marina.contactId : company.id
    return linesOf(await feedOf(kind, id, `?search=${encodeURIComponent(words)}`, userId))
  }
  for (const words of ['третьего', 'ТРЕТЬ', 'третье'])
    expect(await search('company', words), words).toEqual(['третье'])
  expect(await search('contact', 'третье')).toEqual([])
  expect(await search('company', 'чужое')).toEqual([])
  expect(await search('company', 'первое третье')).toEqual([])
  expect(await search('contact', 'торгуется')).toEqual([])
  expect(await search('company', 'любила')).toEqual(['любит кофе'])
  const none = { view: 'none' } as const
  const outside = await crm.addUser({ deals: none, customers: none, contacts: none, tasks: none })
  expect(await search('company', 'третье', outside)).toEqual([])
})
