import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { migrateJobs } from '#lib/jobs'
import { mailJobs } from '#lib/mail/mail-jobs'
import { createMailer } from '#lib/mail/mailer'
import { startTestSmtp, subjectOf, textOf } from '#lib/mail/test-smtp'
import { createTestDatabase } from '#lib/test-database'
import { drainJobs } from '#lib/test-jobs'
import { openOffice, password } from '../test-office.ts'
import { prepareSetup } from '../index.ts'
import { jobs, requestReset } from './request-reset.ts'
import { sweepResets } from './sweep-resets.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const smtp = await startTestSmtp()
const mailer = createMailer({ url: smtp.url, from: 'Beseda <crm@example.com>' })
const { deps, call, turnClock } = await openOffice(database)
deps.mail = { siteUrl: () => 'https://crm.example.com' }
afterAll(async () => {
  mailer?.close()
  await smtp.close()
})

const anna = 'anna@example.com'
const code = await prepareSetup(db)
const { cookie } = await call('', 'POST', '/setup', {
  code,
  company: 'Ромашка',
  name: 'Анна',
  email: anna,
  password,
  language: 'ru',
  timeZone: 'Europe/Moscow',
  currency: 'RUB',
  country: 'RU',
})
const hourMs = 3600_000
beforeEach(() => {
  smtp.letters.length = 0
  // What was asked for in other tests is over.
  turnClock(2 * hourMs)
})

const deliver = (): Promise<void> =>
  drainJobs(pool, jobs(deps), mailJobs({ mailer, secretKey: deps.secretKey }))
const ask = async (email: string): Promise<void> => {
  await requestReset(deps, email)
  await deliver()
}
const answerTo = async (email: string): Promise<unknown> => {
  const { status, body } = await call('', 'POST', '/password-resets', { email })
  await deliver()
  return { status, body }
}
const linkOf = (index = 0): string => {
  const letter = smtp.letters[index]
  return (
    /https:\/\/crm\.example\.com\/(?:reset|invite)\/([\w-]+)/.exec(letter ? textOf(letter) : '')?.[1] ?? ''
  )
}
const signIn = (word: string) => call('', 'POST', '/session', { email: anna, password: word })
const use = (token: string, word: string) =>
  call('', 'POST', `/password-resets/${token}/password`, { password: word })
const codeOf = ({ body }: { body: unknown }): unknown => (body as { error?: { code: string } }).error?.code

describe('a forgotten password', () => {
  test('is replaced by a link that works once and ends every session', async () => {
    const before = await signIn(password)
    expect(before.status).toBe(200)
    await ask(anna)
    expect(smtp.letters).toMatchObject([{ to: [anna] }])
    expect(smtp.letters[0] && subjectOf(smtp.letters[0])).toBe('Новый пароль для Беседы')
    const token = linkOf()
    expect((await call('', 'GET', `/password-resets/${token}`)).status).toBe(200)
    expect((await use(token, 'a new long password')).status).toBe(200)
    expect((await call(before.cookie, 'GET', '/me')).status).toBe(401)
    expect((await signIn(password)).status).toBe(401)
    expect((await signIn('a new long password')).status).toBe(200)
    const told = await db
      .selectFrom('events')
      .select(['actor_kind', 'before', 'after'])
      .where('type', '=', 'user.password_changed')
      .execute()
    expect(told).toEqual([{ actor_kind: 'user', before: null, after: null }])
    expect(codeOf(await use(token, 'another long password'))).toBe('password_reset.not_found')
    expect(codeOf(await call('', 'GET', `/password-resets/${token}`))).toBe('password_reset.not_found')
    // As it was, for the other tests.
    await ask(anna)
    await use(linkOf(1), password)
  })

  test('of an unknown address is answered alike, and no letter is written', async () => {
    const unknown = await answerTo('nobody@example.com')
    expect(smtp.letters).toEqual([])
    expect(await answerTo(anna)).toEqual(unknown)
    expect(smtp.letters).toHaveLength(1)
  })

  test('is not replaced after an hour, nor by an older link once another was used', async () => {
    await ask(anna)
    turnClock(hourMs + 1000)
    expect(codeOf(await use(linkOf(), 'a new long password'))).toBe('password_reset.not_found')
    await ask(anna)
    await ask(anna)
    expect((await use(linkOf(2), password)).status).toBe(200)
    expect(codeOf(await use(linkOf(1), 'a new long password'))).toBe('password_reset.not_found')
  })

  test('is mailed at most five times an hour', async () => {
    for (let time = 0; time < 7; time += 1) await ask(anna)
    expect(smtp.letters).toHaveLength(5)
  })

  test('too short a new one is refused, and the link still works', async () => {
    await ask(anna)
    expect(codeOf(await use(linkOf(), 'short'))).toBe('request.invalid')
    expect((await call('', 'GET', `/password-resets/${linkOf()}`)).status).toBe(200)
  })
})

test('without a mail server nothing is asked for, and the sign-in page knows it', async () => {
  const { mail } = deps
  deps.mail = null
  expect((await call('', 'GET', '/setup')).body).toEqual({ isNeeded: false, sendsMail: false })
  expect(await answerTo(anna)).toEqual({ status: 200, body: {} })
  expect(smtp.letters).toEqual([])
  deps.mail = mail
})

test('an invitation with an address is mailed there, once also when it is asked for again, and its link works', async () => {
  const session = (await signIn(password)).cookie || cookie
  const { body: roles } = await call(session, 'GET', '/users')
  const { roles: list = [] } = roles as { roles?: { id: number; kind: string }[] }
  const roleId = list.find(({ kind }) => kind === 'member')?.id
  const wish = { requestId: randomUUID(), roleId, email: 'vera@example.com' }
  const made = await call(session, 'POST', '/invitations', wish)
  expect(made.body).toMatchObject({ isMailed: true })
  expect((await call(session, 'POST', '/invitations', wish)).body).toEqual(made.body)
  await deliver()
  expect(smtp.letters).toMatchObject([{ to: ['vera@example.com'] }])
  expect((await call('', 'GET', `/invitations/${linkOf()}/preview`)).body).toMatchObject({
    company: 'Ромашка',
  })
})

test('links that have not worked for a day are cleared away', async () => {
  await ask(anna)
  await sweepResets(db, new Date(deps.clock().getTime() + 26 * hourMs))
  expect(await db.selectFrom('password_resets').select('token_hash').execute()).toEqual([])
})
