import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { FeedItem, FeedPage } from '#contract/feed'
import type { NoteView } from '#contract/notes'
import type { TaskView } from '#contract/tasks'
import * as notes from '#features/notes'
import * as tasks from '#features/tasks'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const createCrm = await openCrm(database, (deps) => [...tasks.routes(deps), ...notes.routes(deps)])

let crm: TestCrm
let anna: number
let dealId: number
beforeEach(async () => {
  crm = await createCrm()
  anna = crm.adminId
  dealId = (await crm.write('Марина')).dealId
})

const card = () => ({ kind: 'deal', id: dealId })

async function send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body: object = {}): Promise<T> {
  const answer = await crm.call(anna, method, path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body as T
}

const addTask = (text: string) =>
  send<TaskView>('POST', '/tasks', { requestId: randomUUID(), text, due: { on: '2026-12-01' }, card: card() })
const addNote = (text: string) =>
  send<NoteView>('POST', '/notes', { requestId: randomUUID(), text, holder: card() })

async function feedOf(query = '', userId = anna): Promise<FeedPage> {
  const { status, body } = await crm.call(userId, 'GET', `/cards/deal/${dealId}/feed${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as FeedPage
}

function lineOf(item: FeedItem): string {
  if (item.type === 'task') return `task ${item.task.text}`
  if (item.type === 'note') return `note ${item.note.text}`
  return item.type === 'event' ? item.event.type : item.type
}
const ours = (page: FeedPage): string[] => page.items.map(lineOf).filter((line) => /^(task|note)/.test(line))

test('tasks and notes stand where they were made, as they are now; what became of a task is told after it', async () => {
  const task = await addTask('Позвонить')
  const note = await addNote('Торгуется')
  await send('PUT', `/notes/${note.id}/pin`, { isPinned: true })
  await send('POST', `/tasks/${task.id}/completion`, { result: 'Ждёт' })
  const page = await feedOf()
  expect(ours(page)).toEqual(['task Позвонить', 'note Торгуется', 'task.completed'])
  expect(page.items.find((item) => item.type === 'task')).toMatchObject({
    task: { completed: { result: 'Ждёт' } },
  })
  expect(page.items.find((item) => item.type === 'note')).toMatchObject({ note: { isPinned: true } })
  await send('DELETE', `/tasks/${task.id}`)
  await send('DELETE', `/notes/${note.id}`)
  expect(ours(await feedOf())).toEqual(['task.completed', 'task.deleted', 'note.deleted'])
})

test.each([1, 2, 3])('pages by %i bring each once, also when all were made in one moment', async (limit) => {
  for (const text of ['а', 'б']) {
    await addTask(text)
    await addNote(text)
  }
  const at = '2026-03-01T10:00:00Z'
  await sql`update tasks set created_at = ${at} where account_id = ${crm.accountId}`.execute(db)
  await sql`update notes set created_at = ${at} where account_id = ${crm.accountId}`.execute(db)
  const whole = (await feedOf()).items.map(lineOf)
  const seen: string[] = []
  let before = ''
  do {
    const page = await feedOf(`?limit=${limit}${before}`)
    seen.unshift(...page.items.map(lineOf))
    before = page.before === null ? '' : `&before=${page.before}`
  } while (before !== '')
  expect(seen).toEqual(whole)
  expect(seen.filter((line) => /^(task|note) /.test(line))).toHaveLength(4)
})

test('each kind is left out on demand, and words are looked for in both', async () => {
  await addTask('Отправить договор')
  await addNote('Договор у юриста')
  expect(ours(await feedOf('?hide=tasks'))).toEqual(['note Договор у юриста'])
  expect(ours(await feedOf('?hide=notes'))).toEqual(['task Отправить договор'])
  const found = await feedOf(`?search=${encodeURIComponent('договор')}`)
  expect(found.items.map(lineOf)).toEqual(['task Отправить договор', 'note Договор у юриста'])
})

test('who does not see a task sees neither it nor what became of it', async () => {
  const task = await addTask('Тайное')
  await send('POST', `/tasks/${task.id}/completion`, { result: 'Сделано' })
  const boris = await crm.addUser({ tasks: { view: 'none' } })
  const page = await feedOf('', boris)
  expect(ours(page)).toEqual([])
  expect(JSON.stringify(page)).not.toContain('Тайное')
})
