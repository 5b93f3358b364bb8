import { afterAll, beforeAll, expect, test } from 'vitest'
import { equalRights, presetRights, type RoleRights } from '#contract/permissions'
import type { RoleDetail } from '#contract/roles'
import { findViewer } from '#features/access'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { createApiToken, deactivateUser, ensureAdmin, verifyApiToken } from './index.ts'
import { openOffice, password } from './test-office.ts'
import { createResolveCaller } from './resolve-caller.ts'

const database = await createTestDatabase()
const office = await openOffice(database)
const { call, deps } = office
const { db } = database
let boss = ''
let bossId = 0
let accountId = 0
const roleOf: Record<string, number> = {}

beforeAll(async () => {
  await ensureAdmin(deps, { email: 'boss@shop.ru', password, accountName: 'Магазин' })
  const reply = await call('', 'POST', '/session', { email: 'boss@shop.ru', password })
  boss = reply.cookie
  const me = reply.body as { user: { id: number }; account: { id: number } }
  bossId = me.user.id
  accountId = me.account.id
  for (const { id, kind } of await listRoles(boss)) roleOf[kind] = id
})
afterAll(() => office.app.close())

const fields = (more: Partial<RoleRights> & { name?: string } = {}) => ({
  ...presetRights.manager,
  name: 'Менеджер',
  ...more,
})
const tomorrow = (): string => new Date(deps.clock().getTime() + 86_400_000).toISOString()

async function listRoles(cookie: string): Promise<RoleDetail[]> {
  return ((await call(cookie, 'GET', '/roles')).body as { items: RoleDetail[] }).items
}

async function makeRole(cookie: string, more: Parameters<typeof fields>[0] = {}): Promise<RoleDetail> {
  const reply = await call(cookie, 'POST', '/roles', fields(more))
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body as RoleDetail
}

let joined = 0
async function join(roleId: number): Promise<{ cookie: string; userId: number }> {
  const made = await call(boss, 'POST', '/invitations', { roleId })
  const { link } = made.body as { link: string }
  const reply = await call('', 'POST', `/invitations/${link.split('/').at(-1) ?? ''}/acceptance`, {
    name: `Коллега ${(joined += 1)}`,
    email: `colleague${joined}@shop.ru`,
    password,
    language: 'ru',
    timeZone: 'UTC',
  })
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return { cookie: reply.cookie, userId: (reply.body as { user: { id: number } }).user.id }
}

const codeOf = (reply: { status: number; body: unknown }): string =>
  (reply.body as { error?: { code: string } }).error?.code ?? String(reply.status)

test('a role is made, changed and deleted; each is an event that tells what differs and no more', async () => {
  const role = await makeRole(boss, { name: 'Продажи' })
  expect(role).toMatchObject({ kind: 'custom', version: 1, people: 0, canEdit: true })
  const wider = { ...fields({ name: 'Продажи' }), analytics: true, version: 1 }
  const changed = await call(boss, 'PUT', `/roles/${role.id}`, wider)
  expect(changed).toMatchObject({ status: 200, body: { version: 2, analytics: true } })
  expect(await call(boss, 'PUT', `/roles/${role.id}`, { ...wider, version: 2 })).toMatchObject({
    body: { version: 2 },
  })
  expect((await call(boss, 'DELETE', `/roles/${role.id}`, {})).status).toBe(200)
  const { rows } = await database.pool.query(
    `select type, before, after->'analytics' as analytics, (select count(*)::int from jsonb_object_keys(after)) as keys
     from events where subject_kind = 'role' and subject_id = $1 order by id`,
    [role.id],
  )
  expect(rows).toMatchObject([
    { type: 'role.created' },
    { type: 'role.changed', before: { analytics: false }, analytics: true, keys: 1 },
    { type: 'role.deleted', before: { name: 'Продажи' } },
  ])
})

test('of two admins who edit one role the second is told who was first, and nothing of his is written', async () => {
  const role = await makeRole(boss)
  const change = (name: string) => call(boss, 'PUT', `/roles/${role.id}`, { ...fields({ name }), version: 1 })
  const both = await Promise.all([change('Первая'), change('Вторая')])
  expect(both.map(codeOf).toSorted()).toEqual(['200', 'role.changed'])
  const refused = both.find((reply) => reply.status === 409)
  expect(refused?.body).toMatchObject({ error: { details: { by: expect.any(String) as string } } })
  const kept = both.find((reply) => reply.status === 200)?.body as RoleDetail
  expect((await listRoles(boss)).find(({ id }) => id === role.id)?.name).toBe(kept.name)
})

test('rights that reach further than sight, or add by halves, are named by field', async () => {
  const rights = equalRights(() => 'own')
  const reply = await call(boss, 'POST', '/roles', fields({ rights }))
  expect(reply.status).toBe(422)
  const { error } = reply.body as { error: { details: { fields: { path: string }[] } } }
  expect(error.details.fields.map(({ path }) => path)).toContain('rights.deals.add')
  const blind = equalRights((action) => (action === 'edit' ? 'all' : 'none'))
  expect((await call(boss, 'POST', '/roles', fields({ rights: blind }))).status).toBe(422)
})

test('the role of admins is nobody’s to change or delete, and the main role stays', async () => {
  const system = [
    await call(boss, 'PUT', `/roles/${roleOf['admin']}`, { ...fields(), version: 1 }),
    await call(boss, 'DELETE', `/roles/${roleOf['admin']}`, {}),
    await call(boss, 'DELETE', `/roles/${roleOf['member']}`, {}),
  ]
  expect(system.map(codeOf)).toEqual(['role.system', 'role.system', 'role.system'])
})

test('a role that people have goes only when it is said which one they get', async () => {
  const role = await makeRole(boss)
  const { cookie, userId } = await join(role.id)
  expect(codeOf(await call(boss, 'DELETE', `/roles/${role.id}`, {}))).toBe('role.has_people')
  const other = await makeRole(boss, { name: 'Другая' })
  expect((await call(boss, 'DELETE', `/roles/${role.id}`, { moveTo: other.id })).status).toBe(200)
  const { items } = (await call(cookie, 'GET', '/users')).body as { items: { id: number; roleId: number }[] }
  expect(items.find(({ id }) => id === userId)?.roleId).toBe(other.id)
})

test('who may change settings but is no admin raises neither himself nor anybody above himself', async () => {
  const head = await makeRole(boss, { ...presetRights.head, name: 'Старший', settings: true })
  const { cookie, userId } = await join(head.id)
  const friend = await join(roleOf['member'] ?? 0)
  const body = (more: object): object => ({ ...fields(presetRights.head), settings: true, ...more })
  const refused = [
    await call(cookie, 'PUT', `/roles/${head.id}`, body({ version: 1, rights: equalRights(() => 'all') })),
    await call(cookie, 'POST', '/roles', body({ rights: equalRights(() => 'all') })),
    await call(cookie, 'POST', '/roles', body({ bots: 'edit' })),
    await call(cookie, 'PATCH', `/users/${userId}`, { roleId: roleOf['admin'] }),
    await call(cookie, 'PATCH', `/users/${userId}`, { groupId: null }),
    await call(cookie, 'PATCH', `/users/${friend.userId}`, { roleId: roleOf['admin'] }),
    await call(cookie, 'POST', '/invitations', { roleId: roleOf['admin'] }),
    await call(cookie, 'PUT', `/users/${bossId}/away`, { until: tomorrow(), substituteId: userId }),
  ]
  expect(refused.map(codeOf)).toEqual(refused.map(() => 'role.beyond_own'))
  // Within what he has himself he is free.
  const lesser = await makeRole(cookie, { name: 'Стажёр' })
  expect(lesser.canEdit).toBe(true)
  expect((await call(cookie, 'POST', '/invitations', { roleId: lesser.id })).status).toBe(200)
  const seen = await listRoles(cookie)
  expect(seen.find(({ id }) => id === head.id)?.canEdit).toBe(false)
})

test('a new role, group or right holds from the next request on, and the browser can tell by the stamp', async () => {
  const role = await makeRole(boss)
  const { cookie, userId } = await join(role.id)
  const stamp = async (): Promise<string> =>
    ((await call(cookie, 'GET', '/me')).body as { rights: { stamp: string } }).rights.stamp
  const stamps = [await stamp()]
  await call(boss, 'PUT', `/roles/${role.id}`, { ...fields({ answersClients: false }), version: 1 })
  stamps.push(await stamp())
  const { items } = (await call(boss, 'POST', '/groups', { name: 'Сервис' })).body as {
    items: { id: number; name: string }[]
  }
  await call(boss, 'PATCH', `/users/${userId}`, { groupId: items.find(({ name }) => name === 'Сервис')?.id })
  stamps.push(await stamp())
  const mate = await join(role.id)
  await call(boss, 'PATCH', `/users/${mate.userId}`, { groupId: items[0]?.id })
  stamps.push(await stamp())
  expect(new Set(stamps).size).toBe(stamps.length)
  const me = await call(cookie, 'GET', '/me')
  expect(me.body).toMatchObject({ rights: { answersClients: false }, groups: [{ name: 'Сервис' }] })
})

test('a group is made once of a name, renamed, and deleted with its people and their cards going on', async () => {
  const made = await call(boss, 'POST', '/groups', { name: 'Отдел продаж' })
  expect(codeOf(await call(boss, 'POST', '/groups', { name: 'отдел ПРОДАЖ' }))).toBe('group.taken')
  const find = (reply: typeof made, name: string): number =>
    (reply.body as { items: { id: number; name: string }[] }).items.find((one) => one.name === name)?.id ?? 0
  const id = find(made, 'Отдел продаж')
  const other = find(await call(boss, 'POST', '/groups', { name: 'Опт' }), 'Опт')
  expect(codeOf(await call(boss, 'PATCH', `/groups/${id}`, { name: 'Опт' }))).toBe('group.taken')
  expect((await call(boss, 'PATCH', `/groups/${id}`, { name: 'Розница' })).status).toBe(200)
  const late = await call(boss, 'PATCH', `/groups/${id}`, { name: 'Магазин', seen: { name: 'Отдел продаж' } })
  expect(late).toMatchObject({
    status: 409,
    body: { error: { code: 'settings.changed_meanwhile', details: { current: 'Розница' } } },
  })
  const [member, left] = [await join(roleOf['member'] ?? 0), await join(roleOf['member'] ?? 0)]
  for (const { userId } of [member, left]) await call(boss, 'PATCH', `/users/${userId}`, { groupId: id })
  await database.pool.query(
    `insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
     values ($1, 'deal', 7, 'group', $2, $3)`,
    [accountId, id, bossId],
  )
  await database.pool.query(
    `insert into participant_leaves (account_id, card_kind, card_id, user_id) values ($1, 'deal', 7, $2)`,
    [accountId, left.userId],
  )
  expect((await call(boss, 'DELETE', `/groups/${id}`, { moveTo: other })).status).toBe(200)
  expect(codeOf(await call(boss, 'DELETE', `/groups/${id}`, {}))).toBe('group.not_found')
  const { rows } = await database.pool.query(
    'select principal_kind, principal_id from participants where account_id = $1 and card_id = 7',
    [accountId],
  )
  expect(rows).toEqual([{ principal_kind: 'user', principal_id: member.userId }])
  const viewer = await findViewer(db, accountId, member.userId)
  expect(viewer?.groupId).toBe(other)
})

test('a group goes into another one only by who may decide over everybody in it', async () => {
  const head = await makeRole(boss, { ...presetRights.head, name: 'Глава', settings: true })
  const { cookie, userId } = await join(head.id)
  const mate = await join((await makeRole(cookie, { name: 'Новичок' })).id)
  const add = async (name: string): Promise<number> => {
    const { body } = await call(boss, 'POST', '/groups', { name })
    return (body as { items: { id: number; name: string }[] }).items.find((one) => one.name === name)?.id ?? 0
  }
  const [own, theirs] = [await add('Свои'), await add('Чужие')]
  const put = (id: number, groupId: number | null) => call(boss, 'PATCH', `/users/${id}`, { groupId })
  await put(userId, own)
  for (const id of [mate.userId, bossId]) await put(id, theirs)
  const move = (from: number, moveTo: number) => call(cookie, 'DELETE', `/groups/${from}`, { moveTo })
  expect(codeOf(await move(theirs, own))).toBe('role.beyond_own')
  expect(codeOf(await move(own, theirs))).toBe('role.beyond_own')
  await put(bossId, null)
  expect(codeOf(await move(theirs, own))).toBe('200')
  expect((await findViewer(db, accountId, mate.userId))?.groupId).toBe(own)
})

test('who is away says until when and who stands in for him; it ends by itself, or by hand', async () => {
  const [one, other] = [await join(roleOf['member'] ?? 0), await join(roleOf['member'] ?? 0)]
  const path = `/users/${one.userId}/away`
  const until = tomorrow()
  const away = await call(one.cookie, 'PUT', path, { until, substituteId: other.userId })
  expect(away).toMatchObject({ status: 200, body: { awayUntil: until, substituteId: other.userId } })
  expect((await findViewer(db, accountId, other.userId))?.standsInFor).toEqual([one.userId])
  expect(codeOf(await call(other.cookie, 'DELETE', path))).toBe('session.forbidden')
  const wrong = [
    await call(one.cookie, 'PUT', path, { until: '2020-01-01T00:00:00.000Z' }),
    await call(one.cookie, 'PUT', path, { until, substituteId: one.userId }),
    await call(one.cookie, 'PUT', path, { until, substituteId: 999_999 }),
  ]
  expect(wrong.map(codeOf)).toEqual(['request.invalid', 'request.invalid', 'user.not_found'])
  expect(await call(boss, 'DELETE', path)).toMatchObject({ status: 200, body: { awayUntil: null } })
  expect((await findViewer(db, accountId, other.userId))?.standsInFor).toEqual([])

  await call(one.cookie, 'PUT', path, { until, substituteId: other.userId })
  await database.pool.query(`update users set away_until = now() - interval '1 second' where id = $1`, [
    one.userId,
  ])
  expect((await findViewer(db, accountId, other.userId))?.standsInFor).toEqual([])
  const { items } = (await call(boss, 'GET', '/users')).body as {
    items: { id: number; awayUntil: string | null; substituteId: number | null }[]
  }
  expect(items.find(({ id }) => id === one.userId)).toMatchObject({ awayUntil: null, substituteId: null })
})

test('a deactivated colleague’s sessions and tokens end with the transaction, and he stands in for nobody', async () => {
  const [one, other] = [await join(roleOf['member'] ?? 0), await join(roleOf['member'] ?? 0)]
  await call(other.cookie, 'PUT', `/users/${other.userId}/away`, {
    until: tomorrow(),
    substituteId: one.userId,
  })
  const token = await inTransaction(db, (tx) => createApiToken(tx, deps, { accountId, userId: one.userId }))
  const caller = await createResolveCaller(deps)({ headers: new Headers({ cookie: boss }) })
  if (!caller) throw new Error('The boss is not signed in')
  await inTransaction(db, (tx) => deactivateUser(tx, caller, one.userId, deps.clock()))
  expect((await call(one.cookie, 'GET', '/me')).status).toBe(401)
  expect(await verifyApiToken(deps, token)).toBeNull()
  const { rows } = await database.pool.query(
    `select (select count(*)::int from login_sessions s join users u on u.login_id = s.login_id where u.id = $1) as sessions,
       (select count(*)::int from token_ids where user_id = $1 and revoked_at is null) as tokens,
       (select substitute_id from users where id = $2) as substitute`,
    [one.userId, other.userId],
  )
  expect(rows).toEqual([{ sessions: 0, tokens: 0, substitute: null }])
})

test('of two admins who deactivate each other at once one stays', async () => {
  const second = await join(roleOf['admin'] ?? 0)
  const resolve = createResolveCaller(deps)
  const [first, other] = await Promise.all(
    [boss, second.cookie].map((cookie) => resolve({ headers: new Headers({ cookie }) })),
  )
  if (!first || !other) throw new Error('Two admins are needed')
  const both = await Promise.allSettled([
    inTransaction(db, (tx) => deactivateUser(tx, first, other.userId, deps.clock())),
    inTransaction(db, (tx) => deactivateUser(tx, other, first.userId, deps.clock())),
  ])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'user.last_admin' })
})
