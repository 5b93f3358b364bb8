import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { createApiToken, createUser, ensureAdmin, listMemberships, verifyApiToken } from './index.ts'
import { openOffice, password } from './test-office.ts'

const database = await createTestDatabase()
const office = await openOffice(database)
const { call, deps } = office
const { db } = database

beforeAll(async () => {
  await ensureAdmin(deps, { email: 'boss@shop.ru', password, accountName: 'Магазин' })
})
afterAll(() => office.app.close())

async function addMember(email: string): Promise<{ accountId: number; userId: number }> {
  const [boss] = await listMemberships(db, 'boss@shop.ru')
  if (!boss) throw new Error('there is no boss')
  const input = {
    accountId: boss.accountId,
    name: 'Мария',
    email,
    password,
    role: 'member' as const,
    at: new Date(),
  }
  return { accountId: boss.accountId, userId: await inTransaction(db, (tx) => createUser(tx, deps, input)) }
}

async function signIn(email: string): Promise<string> {
  const reply = await call('', 'POST', '/session', { email, password })
  expect(reply.status).toBe(200)
  return reply.cookie
}

test('the session is a cookie that scripts cannot read and other sites cannot send with a form', async () => {
  const reply = await call('', 'POST', '/session', { email: 'BOSS@shop.ru ', password })
  expect(reply.status).toBe(200)
  expect(reply.setCookie).toMatch(/^beseda\.session_token=/)
  for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=2592000'])
    expect(reply.setCookie).toContain(part)
  expect(reply.setCookie).not.toContain('Secure')
  expect((await call(reply.cookie, 'GET', '/me')).body).toMatchObject({ user: { email: 'boss@shop.ru' } })
})

test('a wrong password, an unknown address and nonsense are told the same, and open nothing', async () => {
  const before = await db.selectFrom('login_sessions').select('id').execute()
  for (const person of [
    { email: 'boss@shop.ru', password: 'wrong wrong wrong' },
    { email: 'nobody@shop.ru', password },
    { email: 'boss', password: '' },
  ]) {
    const reply = await call('', 'POST', '/session', person)
    expect(reply).toMatchObject({
      status: 401,
      setCookie: '',
      body: { error: { code: 'session.wrong_password', details: {} } },
    })
  }
  expect(await db.selectFrom('login_sessions').select('id').execute()).toEqual(before)
})

test('guessing at one address is stopped for that address only', async () => {
  await addMember('guessed@shop.ru')
  const attempt = (email: string): Promise<{ status: number }> =>
    call('', 'POST', '/session', { email, password: 'not this one' })
  for (let count = 0; count < 5; count += 1) expect((await attempt('guessed@shop.ru')).status).toBe(401)
  expect(await attempt('guessed@shop.ru')).toMatchObject({
    status: 429,
    body: { error: { code: 'request.too_many' } },
  })
  expect((await attempt('another@shop.ru')).status).toBe(401)
})

test('signing out kills the session, also for a copy of its cookie', async () => {
  await addMember('leaver@shop.ru')
  const cookie = await signIn('leaver@shop.ru')
  const other = await signIn('leaver@shop.ru')
  const reply = await call(cookie, 'DELETE', '/session')
  expect(reply.status).toBe(200)
  expect(reply.setCookie).toContain('Max-Age=0')
  expect((await call(cookie, 'GET', '/me')).status).toBe(401)
  expect((await call(other, 'GET', '/me')).status).toBe(200)
})

test("one's own password is replaced by who knows it: other sessions end, this one goes on", async () => {
  await addMember('nina@shop.ru')
  const [here, elsewhere] = [await signIn('nina@shop.ru'), await signIn('nina@shop.ru')]
  const replace = (current: string, next: string) =>
    call(here, 'POST', '/me/password', { current, password: next })
  expect(await replace('not the right one', 'a new long password')).toMatchObject({
    status: 422,
    body: { error: { code: 'user.wrong_password' } },
  })
  expect((await replace(password, 'short')).status).toBe(422)
  expect((await call(elsewhere, 'GET', '/me')).status).toBe(200)
  expect((await replace(password, 'a new long password')).status).toBe(200)
  expect((await call(here, 'GET', '/me')).status).toBe(200)
  expect((await call(elsewhere, 'GET', '/me')).status).toBe(401)
  const open = (word: string) => call('', 'POST', '/session', { email: 'nina@shop.ru', password: word })
  expect([(await open(password)).status, (await open('a new long password')).status]).toEqual([401, 200])
})

test('a cookie that we did not sign opens nothing', async () => {
  await addMember('signed@shop.ru')
  const cookie = await signIn('signed@shop.ru')
  const [name, value = ''] = cookie.split('=')
  const token = decodeURIComponent(value).split('.')[0]
  const { token: stored } = await db
    .selectFrom('login_sessions')
    .select('token')
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow()
  expect(stored).toBe(token)
  for (const forged of [`${name}=${token}`, `${name}=${token}.AAAA`, `${name}=%E0%A4%A`, `${name}=`]) {
    expect((await call(forged, 'GET', '/me')).status).toBe(401)
  }
})

test('a deactivated user is out at once: cookie, API token and password', async () => {
  const { accountId, userId } = await addMember('fired@shop.ru')
  const cookie = await signIn('fired@shop.ru')
  const token = await inTransaction(db, (tx) => createApiToken(tx, deps, { accountId, userId }))
  expect((await call(cookie, 'GET', '/me')).status).toBe(200)
  expect(await verifyApiToken(deps, token)).toMatchObject({ accountId, userId })

  const status = (value: string): Promise<unknown> =>
    db.updateTable('users').set({ status: value }).where('id', '=', userId).execute()
  await status('deactivated')
  expect((await call(cookie, 'GET', '/me')).status).toBe(401)
  expect(await verifyApiToken(deps, token)).toBeNull()
  const refused = await call('', 'POST', '/session', { email: 'fired@shop.ru', password })
  expect(refused).toMatchObject({ status: 401, setCookie: '' })
})

test('an API token tells its account, user, scopes and end, and lives until it is revoked or runs out', async () => {
  const user = await addMember('robot@shop.ru')
  const token = await inTransaction(db, (tx) => createApiToken(tx, deps, user))
  const [, middle = ''] = token.split('.')
  const payload = JSON.parse(Buffer.from(middle, 'base64url').toString()) as Record<string, unknown>
  expect(payload).toMatchObject({
    account_id: user.accountId,
    sub: String(user.userId),
    scopes: ['crm', 'notifications'],
  })
  expect(Number(payload['exp'])).toBeGreaterThan(Date.now() / 1000 + 4 * 365 * 86_400)

  expect(await verifyApiToken(deps, token)).toMatchObject(user)
  expect(await verifyApiToken({ ...deps, secretKey: Buffer.alloc(32, 8) }, token)).toBeNull()
  expect(await verifyApiToken(deps, `${token}x`)).toBeNull()
  expect(await verifyApiToken(deps, 'not a token')).toBeNull()
  const later = (): Date => new Date(Date.now() + 6 * 365 * 86_400_000)
  expect(await verifyApiToken({ ...deps, clock: later }, token)).toBeNull()
  await db
    .updateTable('token_ids')
    .set({ revoked_at: new Date() })
    .where('user_id', '=', user.userId)
    .execute()
  expect(await verifyApiToken(deps, token)).toBeNull()
})

test('a session that nobody uses runs out after thirty days and is swept away; one in use is prolonged', async () => {
  await addMember('rare@shop.ru')
  const cookie = await signIn('rare@shop.ru')
  const expiry = async (): Promise<Date> =>
    (
      await db
        .selectFrom('login_sessions')
        .select('expires_at')
        .orderBy('created_at', 'desc')
        .executeTakeFirstOrThrow()
    ).expires_at
  const inTwoDays = new Date(Date.now() + 2 * 86_400_000)
  await db.updateTable('login_sessions').set({ expires_at: inTwoDays }).execute()
  const reply = await call(cookie, 'GET', '/me')
  expect(reply.setCookie).toContain('Max-Age=2592000')
  expect((await expiry()).getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000)
  await db
    .updateTable('login_sessions')
    .set({ expires_at: new Date(Date.now() - 1000) })
    .execute()
  expect((await call(cookie, 'GET', '/me')).status).toBe(401)
  await signIn('rare@shop.ru')
  const left = await db
    .selectFrom('login_sessions as s')
    .innerJoin('logins as l', 'l.id', 's.login_id')
    .select('s.id')
    .where('l.email', '=', 'rare@shop.ru')
    .execute()
  expect(left).toHaveLength(1)
})
