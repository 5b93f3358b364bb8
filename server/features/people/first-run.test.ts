import { expect, test } from 'vitest'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { ensureAdmin, prepareSetup } from './index.ts'
import { makeSubdomain } from './make-subdomain.ts'
import { openOffice, password } from './test-office.ts'

const wizard = {
  company: 'Зерно и пар',
  name: 'Павел Дроздов',
  email: 'Pavel@Zernopar.ru',
  password,
  language: 'ru',
  timeZone: 'Europe/Moscow',
  currency: 'RUB',
  country: 'RU',
}

test('the wizard makes nothing without the code of the console, and with it the account and its admin, once', async () => {
  const database = await createTestDatabase()
  const { call, created } = await openOffice(database)
  expect((await call('', 'GET', '/setup')).body).toEqual({ isNeeded: true, sendsMail: false })
  const old = await prepareSetup(database.db)
  const code = await prepareSetup(database.db)
  expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/)

  for (const wrong of ['', 'AAAA-AAAA-AAAA', old]) {
    const refused = await call('', 'POST', '/setup', { ...wizard, code: wrong })
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'setup.wrong_code' } } })
  }
  expect(await database.db.selectFrom('logins').selectAll().execute()).toEqual([])

  const typed = code?.toLowerCase().replaceAll('-', ' ')
  const made = await call('', 'POST', '/setup', { ...wizard, code: typed })
  expect(made).toMatchObject({
    status: 200,
    body: {
      user: { name: 'Павел Дроздов', email: 'pavel@zernopar.ru', language: 'ru' },
      account: { name: 'Зерно и пар', subdomain: 'zerno-i-par', currency: 'RUB' },
      rights: { isAdmin: true, settings: true, answersClients: true, addsDeals: true },
    },
  })
  expect(created).toMatchObject([{ name: 'Зерно и пар', language: 'ru' }])
  expect((await call(made.cookie, 'GET', '/me')).status).toBe(200)
  const counter = await database.db.selectFrom('account_counters').selectAll().executeTakeFirst()
  expect(counter).toMatchObject({ kind: 'conversation', value: 0 })

  expect(await prepareSetup(database.db)).toBeNull()
  expect((await call('', 'GET', '/setup')).body).toEqual({ isNeeded: false, sendsMail: false })
  const again = await call('', 'POST', '/setup', { ...wizard, code: typed, email: 'other@zernopar.ru' })
  expect(again).toMatchObject({ status: 409, body: { error: { code: 'setup.already_done' } } })
  expect(await database.db.selectFrom('logins').select('email').execute()).toEqual([
    { email: 'pavel@zernopar.ru' },
  ])
})

test('of two wizards that finish at once one wins and the other is told it is done', async () => {
  const database = await createTestDatabase()
  const { call } = await openOffice(database)
  const code = await prepareSetup(database.db)
  const both = await Promise.all(
    ['one@shop.ru', 'two@shop.ru'].map((email) => call('', 'POST', '/setup', { ...wizard, email, code })),
  )
  expect(both.map((reply) => reply.status).toSorted()).toEqual([200, 409])
  expect(await database.db.selectFrom('accounts').select('id').execute()).toHaveLength(1)
  expect(await database.db.selectFrom('logins').select('id').execute()).toHaveLength(1)
})

test('when a higher feature cannot add its part, nothing of the account stays and the code still works', async () => {
  const database = await createTestDatabase()
  const { call, deps } = await openOffice(database)
  const code = await prepareSetup(database.db)
  const add = deps.onAccountCreated
  deps.onAccountCreated = async () => {
    throw new Error('no pipeline')
  }
  expect((await call('', 'POST', '/setup', { ...wizard, code })).status).toBe(500)
  expect(await database.db.selectFrom('logins').select('id').execute()).toEqual([])
  deps.onAccountCreated = add
  expect((await call('', 'POST', '/setup', { ...wizard, code })).status).toBe(200)
})

test('bad answers to the wizard are named by field, and nothing is written', async () => {
  const database = await createTestDatabase()
  const { call } = await openOffice(database)
  const code = await prepareSetup(database.db)
  const bad = {
    ...wizard,
    code,
    email: 'not an address',
    password: 'short',
    timeZone: 'Mars/Olympus',
    company: ' ',
  }
  const reply = await call('', 'POST', '/setup', bad)
  expect(reply.status).toBe(422)
  const paths = JSON.stringify(reply.body)
  for (const path of ['email', 'password', 'timeZone', 'company']) expect(paths).toContain(`"path":"${path}"`)
  expect(paths).not.toContain('short')
  expect(await database.db.selectFrom('accounts').select('id').execute()).toEqual([])
})

test('ADMIN_EMAIL makes the first account, at the second start nothing, and the admin gets the language of his browser', async () => {
  const database = await createTestDatabase()
  const { deps, app, call } = await openOffice(database)
  const admin = { email: 'boss@shop.ru', password, accountName: 'Магазин' }
  const starts = await Promise.all([ensureAdmin(deps, admin), ensureAdmin(deps, admin)])
  expect(starts.toSorted()).toEqual([false, true])
  expect(await ensureAdmin(deps, { ...admin, email: 'other@shop.ru' })).toBe(false)
  expect(await database.db.selectFrom('logins').select('email').execute()).toEqual([
    { email: 'boss@shop.ru' },
  ])

  const headers = { origin: 'http://crm.test', host: 'crm.test' }
  const signIn = async (language: string): Promise<string> =>
    (
      await app.inject({
        method: 'POST',
        url: '/api/session',
        headers: { ...headers, 'accept-language': language },
        payload: { email: 'boss@shop.ru', password },
      })
    ).json().user.language
  expect(await signIn('en-GB,en;q=0.9')).toBe('en')
  expect(await signIn('ru')).toBe('en')
  expect((await call('', 'GET', '/setup')).body).toEqual({ isNeeded: false, sendsMail: false })
})

test('two accounts of one name get different addresses', async () => {
  expect(makeSubdomain('Щедрый ёж & Co.', new Set())).toBe('schedryy-ezh-co')
  expect(makeSubdomain('日本', new Set(['account', 'account-2']))).toBe('account-3')
  const database = await createTestDatabase()
  const { deps } = await openOffice(database)
  const { createAccount } = await import('./index.ts')
  const place = { language: 'ru' as const, timeZone: 'UTC', currency: 'RUB', country: 'RU' }
  const make = (email: string): Promise<string> =>
    inTransaction(database.db, async (tx) => {
      const admin = { name: 'A', email, password }
      return (await createAccount(tx, deps, { company: 'Shop', ...place, admin })).account.subdomain
    })
  expect(await Promise.all([make('a@shop.ru'), make('b@shop.ru')])).toEqual(
    expect.arrayContaining(['shop', 'shop-2']),
  )
})
