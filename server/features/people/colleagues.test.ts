import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { createAccount, ensureAdmin } from './index.ts'
import { openOffice, password } from './test-office.ts'

const database = await createTestDatabase()
const office = await openOffice(database)
const { call, deps } = office
const { db } = database
let boss = ''
let adminRole = 0
let memberRole = 0

type Users = { items: { id: number; email: string; roleId: number }[]; roles: { id: number; kind: string }[] }

beforeAll(async () => {
  await ensureAdmin(deps, { email: 'boss@shop.ru', password, accountName: 'Магазин' })
  boss = (await call('', 'POST', '/session', { email: 'boss@shop.ru', password })).cookie
  const { roles } = (await call(boss, 'GET', '/users')).body as Users
  adminRole = roles.find((role) => role.kind === 'admin')?.id ?? 0
  memberRole = roles.find((role) => role.kind === 'member')?.id ?? 0
})
afterAll(() => office.app.close())

async function inviteLink(roleId = memberRole): Promise<{ id: number; path: string }> {
  const reply = await call(boss, 'POST', '/invitations', { roleId })
  expect(reply.status).toBe(200)
  const { id, link } = reply.body as { id: number; link: string }
  expect(link).toMatch(/^http:\/\/crm\.test\/invite\/[\w-]{43}$/)
  return { id, path: `/invitations/${link.split('/').at(-1) ?? ''}` }
}

async function join(email: string, roleId = memberRole): Promise<{ cookie: string; userId: number }> {
  const { path } = await inviteLink(roleId)
  const reply = await call('', 'POST', `${path}/acceptance`, person(email))
  expect(reply.status).toBe(200)
  const { user } = reply.body as { user: { id: number } }
  return { cookie: reply.cookie, userId: user.id }
}

const person = (email: string): object => ({
  name: 'Мария',
  email,
  password,
  language: 'ru',
  timeZone: 'Asia/Omsk',
})

test('an invitation lets one colleague in, with its role, and never a second one', async () => {
  const { path } = await inviteLink()
  expect((await call('', 'GET', `${path}/preview`)).body).toEqual({ company: 'Магазин', email: null })
  const both = await Promise.all(
    ['maria@shop.ru', 'thief@shop.ru'].map((email) => call('', 'POST', `${path}/acceptance`, person(email))),
  )
  expect(both.map((reply) => reply.status).toSorted()).toEqual([200, 404])
  const winner = both.find((reply) => reply.status === 200)
  expect(winner?.body).toMatchObject({
    user: { timeZone: 'Asia/Omsk' },
    rights: { isAdmin: false, settings: false, answersClients: true, addsDeals: true },
  })
  expect((await call(winner?.cookie ?? '', 'GET', '/me')).status).toBe(200)
  expect((await call('', 'GET', `${path}/preview`)).status).toBe(404)
  const types = (await db.selectFrom('events').select('type').orderBy('id').execute()).map(
    (event) => event.type,
  )
  expect(types).toEqual(['user.invited', 'user.joined'])
  const kept = await db.selectFrom('invitations').select('token_hash').executeTakeFirstOrThrow()
  expect(path).not.toContain(kept.token_hash)
})

test('an expired or revoked invitation lets nobody in', async () => {
  const revoked = await inviteLink()
  const listed = await call(boss, 'GET', '/invitations')
  expect(listed.body).toMatchObject({ items: [{ id: revoked.id, link: null }] })
  expect((await call(boss, 'DELETE', `/invitations/${revoked.id}`)).status).toBe(200)
  expect((await call(boss, 'DELETE', `/invitations/${revoked.id}`)).status).toBe(404)
  const told = await db
    .selectFrom('events')
    .select('subject_id')
    .where('type', '=', 'user.uninvited')
    .execute()
  expect(told).toEqual([{ subject_id: `invitation:${revoked.id}` }])
  expect((await call('', 'POST', `${revoked.path}/acceptance`, person('late@shop.ru'))).status).toBe(404)

  const late = await inviteLink()
  office.turnClock(7 * 86_400_000 + 1000)
  const reply = await call('', 'POST', `${late.path}/acceptance`, person('late@shop.ru'))
  office.turnClock(-7 * 86_400_000 - 1000)
  expect(reply).toMatchObject({ status: 410, body: { error: { code: 'invitation.expired' } } })
  expect(await db.selectFrom('logins').select('id').where('email', '=', 'late@shop.ru').execute()).toEqual([])
})

test('an invitation cannot take over a login that is there, and stays open', async () => {
  const { path } = await inviteLink()
  const taken = await call('', 'POST', `${path}/acceptance`, person('boss@shop.ru'))
  expect(taken).toMatchObject({ status: 409, body: { error: { code: 'user.email_taken' } } })
  expect((await call('', 'POST', `${path}/acceptance`, person('fresh@shop.ru'))).status).toBe(200)
  const again = await call(boss, 'POST', '/invitations', { roleId: memberRole, email: 'fresh@shop.ru' })
  expect(again).toMatchObject({ status: 409, body: { error: { code: 'user.email_taken' } } })
})

test('who accepts an invitation twice, as the answer was lost, is let in by his password; nobody else is', async () => {
  const { path } = await inviteLink()
  const twice = await Promise.all([
    call('', 'POST', `${path}/acceptance`, person('again@shop.ru')),
    call('', 'POST', `${path}/acceptance`, person('Again@shop.ru ')),
  ])
  expect(twice.map((reply) => reply.status)).toEqual([200, 200])
  for (const { cookie } of twice) expect((await call(cookie, 'GET', '/me')).status).toBe(200)
  const logins = await db.selectFrom('logins').select('id').where('email', '=', 'again@shop.ru').execute()
  expect(logins).toHaveLength(1)
  const wrong = await call('', 'POST', `${path}/acceptance`, {
    ...person('again@shop.ru'),
    password: 'quite another one',
  })
  expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'session.wrong_password' } } })
  expect((await call('', 'POST', `${path}/acceptance`, person('thief@shop.ru'))).status).toBe(404)
})

test('two links accepted at once with one address make one login', async () => {
  const links = [await inviteLink(), await inviteLink()]
  const both = await Promise.all(
    links.map(({ path }) => call('', 'POST', `${path}/acceptance`, person('twice@shop.ru'))),
  )
  expect(both.map((reply) => reply.status).toSorted()).toEqual([200, 409])
  expect(both.find((reply) => reply.status === 409)?.body).toMatchObject({
    error: { code: 'user.email_taken' },
  })
})

test('the last admin stays an admin; with a second one he may step down', async () => {
  const { items } = (await call(boss, 'GET', '/users')).body as Users
  const me = items.find((user) => user.email === 'boss@shop.ru')?.id ?? 0
  const refused = await call(boss, 'PATCH', `/users/${me}`, { roleId: memberRole })
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'user.last_admin' } } })

  const second = await join('second@shop.ru', adminRole)
  const both = await Promise.all([
    call(boss, 'PATCH', `/users/${me}`, { roleId: memberRole }),
    call(second.cookie, 'PATCH', `/users/${second.userId}`, { roleId: memberRole }),
  ])
  expect(both.map((reply) => reply.status).toSorted()).toEqual([200, 409])
  const admins = ((await call(boss, 'GET', '/users')).body as Users).items.filter(
    (user) => user.roleId === adminRole,
  )
  expect(admins).toHaveLength(1)
  const left = admins[0]?.id === me ? boss : second.cookie
  await call(left, 'PATCH', `/users/${me}`, { roleId: adminRole })
  await call(boss, 'PATCH', `/users/${second.userId}`, { roleId: memberRole })
  expect((await call(second.cookie, 'GET', '/invitations')).status).toBe(403)
})

test("another account's users, roles and invitations are not there", async () => {
  const admin = { name: 'Чужой', email: 'stranger@else.ru', password }
  const place = { language: 'ru' as const, timeZone: 'UTC', currency: 'RUB', country: 'RU' }
  await inTransaction(db, (tx) => createAccount(tx, deps, { company: 'Чужие', ...place, admin }))
  const stranger = (await call('', 'POST', '/session', { email: 'stranger@else.ru', password })).cookie
  const theirs = (await call(stranger, 'GET', '/users')).body as Users
  expect(theirs.items.map((user) => user.email)).toEqual(['stranger@else.ru'])
  const own = theirs.items[0]?.id ?? 0
  const { id } = await inviteLink()
  const { items } = (await call(boss, 'GET', '/users')).body as Users
  const statuses = [
    await call(stranger, 'PATCH', `/users/${items[0]?.id}`, { roleId: theirs.roles[0]?.id }),
    await call(stranger, 'PATCH', `/users/${own}`, { roleId: memberRole }),
    await call(stranger, 'POST', '/invitations', { roleId: memberRole }),
    await call(stranger, 'DELETE', `/invitations/${id}`),
  ].map((reply) => reply.status)
  expect(statuses).toEqual([404, 404, 404, 404])
  expect((await call(stranger, 'GET', '/invitations')).body).toEqual({ items: [] })
})

test('one changes only what one names of oneself, and other windows hear of it', async () => {
  const { cookie, userId } = await join('changer@shop.ru')
  await call(cookie, 'PATCH', '/me', { preferences: { sendKey: 'ctrl_enter' } })
  const reply = await call(cookie, 'PATCH', '/me', { name: 'Мария П.', preferences: { theme: 'dark' } })
  expect(reply.body).toMatchObject({
    user: {
      name: 'Мария П.',
      language: 'ru',
      timeZone: 'Asia/Omsk',
      preferences: { theme: 'dark', sendKey: 'ctrl_enter', isPaneHidden: false },
    },
  })
  const topics = await db.selectFrom('changes').select(['topic']).where('user_id', '=', userId).execute()
  expect(topics).toEqual([{ topic: 'me' }, { topic: 'me' }])
  expect((await call(cookie, 'PATCH', '/me', { language: 'fr' })).status).toBe(422)
})

test('the details of the company are changed by who may change settings, told once, and everybody hears of it', async () => {
  const { cookie } = await join('details@shop.ru')
  expect((await call(cookie, 'PATCH', '/account', { name: 'Лавка' })).status).toBe(403)
  const reply = await call(boss, 'PATCH', '/account', { name: 'Лавка', currency: 'KZT' })
  expect(reply.body).toMatchObject({ account: { name: 'Лавка', currency: 'KZT' } })
  expect((await call(cookie, 'GET', '/me')).body).toMatchObject({
    account: { name: 'Лавка', currency: 'KZT' },
  })
  await call(boss, 'PATCH', '/account', { name: 'Лавка' })
  const told = await db
    .selectFrom('events')
    .select(['before', 'after'])
    .where('type', '=', 'account.changed')
    .execute()
  expect(told).toEqual([
    { before: { name: 'Магазин', currency: expect.any(String) }, after: { name: 'Лавка', currency: 'KZT' } },
  ])
  await call(boss, 'PATCH', '/account', { name: 'Магазин' })
})

test('the checklist tells what is there; the button of the example shop is no channel yet', async () => {
  const admin = { name: 'Новый', email: 'new@new.ru', password }
  const place = { language: 'ru' as const, timeZone: 'UTC', currency: 'RUB', country: 'RU' }
  const { account } = await inTransaction(db, (tx) =>
    createAccount(tx, deps, { company: 'Новые', ...place, admin }),
  )
  const cookie = (await call('', 'POST', '/session', { email: 'new@new.ru', password })).cookie
  const list = async (): Promise<unknown> => (await call(cookie, 'GET', '/checklist')).body
  const addButton = (origins: string[]): Promise<unknown> =>
    db
      .insertInto('channels')
      .values({
        account_id: account.id,
        kind: 'website',
        name: 'Сайт',
        external_id: `site-${origins.length}`,
        settings: JSON.stringify({ origins }),
      })
      .execute()
  const nothing = { channel: false, message: false, team: false, answer: false, tryButton: null }
  expect(await list()).toEqual(nothing)
  await addButton([])
  expect(await list()).toEqual({ ...nothing, tryButton: 'site-0' })
  await addButton(['https://shop.ru'])
  expect(await list()).toEqual({ ...nothing, tryButton: 'site-0', channel: true })
})
