import { afterAll, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '../db.ts'
import { migrateJobs } from '../jobs.ts'
import { createTestDatabase } from '../test-database.ts'
import { drainJobs } from '../test-jobs.ts'
import type { Letter } from './letter.ts'
import { letterHtml } from './letter-body.ts'
import { mailJobs, queueMail } from './mail-jobs.ts'
import { createMailer } from './mailer.ts'
import { startTestSmtp, subjectOf, textOf } from './test-smtp.ts'

const { db, pool } = await createTestDatabase()
await migrateJobs(pool)
const smtp = await startTestSmtp()
const secretKey = Buffer.alloc(32, 3)
const mailer = createMailer({ url: smtp.url, from: 'Beseda <crm@example.com>' })
const jobs = mailJobs({ mailer, secretKey })

afterAll(async () => {
  mailer?.close()
  await smtp.close()
})
beforeEach(() => {
  smtp.letters.length = 0
})

const content: Letter = {
  language: 'ru',
  subject: 'Новый пароль для Беседы, которой пользуется весь отдел продаж',
  paragraphs: ['Кто-то, возможно вы, попросил новый пароль.'],
  lines: [{ title: 'Марина', text: 'Здравствуйте!' }],
  button: { text: 'Задать пароль', url: 'https://crm.example.com/reset/secret-token' },
  footer: 'Если это не вы, ничего делать не нужно.',
}
const queue = (): Promise<void> =>
  inTransaction(db, (tx) => queueMail(tx, secretKey, 'anna@example.com', content))
const waiting = async (): Promise<unknown[]> =>
  (await pool.query('select payload::text, last_error from graphile_worker._private_jobs where key is null'))
    .rows

test('a letter leaves after the commit, to one person, in both forms', async () => {
  await queue()
  expect(smtp.letters).toEqual([])
  await drainJobs(pool, jobs)
  const [letter] = smtp.letters
  expect(smtp.letters).toHaveLength(1)
  expect(letter).toMatchObject({ from: 'crm@example.com', to: ['anna@example.com'] })
  expect(letter && subjectOf(letter)).toBe(content.subject)
  expect(letter && textOf(letter)).toContain('Задать пароль: https://crm.example.com/reset/secret-token')
  expect(letter?.raw).toContain('Content-Type: text/html')
})

test('what waits to leave is sealed, and is tried again when the mail server refuses', async () => {
  smtp.refuseNext(1)
  await queue()
  expect(JSON.stringify(await waiting())).not.toContain('secret-token')
  await drainJobs(pool, jobs)
  expect(smtp.letters).toEqual([])
  await pool.query('update graphile_worker._private_jobs set run_at = now()')
  await drainJobs(pool, jobs)
  expect(smtp.letters).toHaveLength(1)
  expect(await waiting()).toEqual([])
})

test('names and words cannot become markup', () => {
  const html = letterHtml({ ...content, lines: [{ title: '<img src=x>', text: '"&' }] })
  expect(html).toContain('&lt;img src=x&gt;')
  expect(html).toContain('&quot;&amp;')
  expect(html).not.toContain('<img')
})

test('without a mail server there is no mailer', () => {
  expect(createMailer(null)).toBeNull()
})
