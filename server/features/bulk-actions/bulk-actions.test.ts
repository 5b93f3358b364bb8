import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { BulkAction } from '#contract/bulk-actions'
import { systemClock } from '#lib/clock'
import { migrateJobs } from '#lib/jobs'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'
import { drainJobs } from '#lib/test-jobs'
import * as tags from '#features/tags'
import { expectExact, openCrm, type TestCrm } from '../deals/test-crm.ts'
import { jobs, routes, sweepBulkActions } from './index.ts'
import { eventsOf, leftOf, shown, shownOne, start } from './test-bulk.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const deps = { db, clock: systemClock, log: createLog({ level: 'silent' }) }
const open = await openCrm(database, (given) => [...routes(deps), ...tags.routes({ ...given, ...deps })])
const finish = (): Promise<void> => drainJobs(pool, jobs(deps))

let crm: TestCrm
beforeEach(async () => {
  crm = await open()
})

async function writeAll(
  ...names: string[]
): Promise<{ number: number; dealId: number; contactId: number }[]> {
  const written = []
  for (const name of names) written.push(await crm.write(name))
  return written
}
const numbersOf = (written: readonly { number: number }[]): number[] => written.map(({ number }) => number)

async function standing(number: number): Promise<unknown> {
  const { body } = await crm.call(crm.adminId, 'GET', `/conversations/${number}`)
  const { row } = body as {
    row: { isRead: boolean; unread: number; closedAt: unknown; waitingSince: unknown }
  }
  return {
    isRead: row.isRead,
    unread: row.unread,
    isOpen: row.closedAt === null,
    isWaiting: row.waitingSince !== null,
  }
}

test('closing many: counted before, each closed once as by hand, what cannot be is left and told; a repeat is the same action', async () => {
  const written = await writeAll('Анна', 'Борис', 'Вера', 'Глеб')
  const [a, b, closed, d] = numbersOf(written)
  await crm.call(crm.adminId, 'POST', `/conversations/${closed}/closure`, { anyway: true })
  const target = { numbers: [...numbersOf(written), 999_999] }
  const preview = await crm.call(crm.adminId, 'POST', '/bulk-actions/preview', {
    change: { kind: 'close' },
    target,
  })
  expect(preview.body).toEqual({ total: 4, hasMore: false, skipped: [{ reason: 'closed', count: 1 }] })

  const id = randomUUID()
  const begun = await start(crm, { kind: 'close' }, target, crm.adminId, id)
  expect(begun).toMatchObject({ state: 'running', total: 4, done: 0, canUndo: false })
  await crm.write('Глеб', 'Ещё вопрос')
  await finish()
  const ended = await start(crm, { kind: 'close' }, target, crm.adminId, id)
  expect(ended).toMatchObject({ state: 'done', total: 4, done: 2, skipped: 2, failed: 0, canUndo: false })
  expect(await leftOf(crm, id)).toEqual([
    { number: closed, contactName: 'Вера', reason: 'closed' },
    { number: d, contactName: 'Глеб', reason: 'new_message' },
  ])
  const byHand = { kind: 'user', userId: crm.adminId, road: 'hand' }
  expect(await eventsOf(db, crm.accountId, 'conversation.closed')).toEqual(
    [a, b, closed].map((number) => ({ number, ...byHand })),
  )
  expect(await standing(d ?? 0)).toEqual({ isRead: false, unread: 2, isOpen: true, isWaiting: true })
  const undo = await crm.call(crm.adminId, 'POST', `/bulk-actions/${id}/undo`)
  expect(undo).toMatchObject({ status: 409, body: { error: { code: 'bulk_action.not_undoable' } } })
  await expectExact(database, crm.accountId)
})

test('everything that a filter finds is taken in as it stood at the start', async () => {
  const [first] = await writeAll('Анна', 'Борис')
  await crm.call(crm.adminId, 'POST', `/conversations/${first?.number}/reading`, { way: 'marked' })
  const filter = { read: 'unread' as const }
  const preview = await crm.call(crm.adminId, 'POST', '/bulk-actions/preview', {
    change: { kind: 'dismiss' },
    target: { filter },
  })
  expect(preview.body).toEqual({ total: 1, hasMore: false, skipped: [] })
  const { id, state } = await start(crm, { kind: 'dismiss' }, { filter })
  expect(state).toBe('counting')
  await crm.write('Вера')
  await finish()
  expect(await shownOne(crm, id)).toMatchObject({ state: 'done', total: 1, done: 1, skipped: 0 })
  await expectExact(database, crm.accountId)
})

test('a mark is put back where nobody has changed it since', async () => {
  const written = await writeAll('Анна', 'Борис', 'Вера')
  const [a, b, c] = numbersOf(written)
  await crm.write('Анна', 'И ещё')
  const { id } = await start(crm, { kind: 'read' }, { numbers: numbersOf(written) })
  await finish()
  expect(await standing(a ?? 0)).toMatchObject({ isRead: true, unread: 0, isWaiting: true })
  await crm.write('Борис', 'Кто-нибудь есть?')
  await crm.call(crm.adminId, 'POST', `/conversations/${c}/closure`, { anyway: true })
  expect(await shownOne(crm, id)).toMatchObject({ state: 'done', done: 3, canUndo: true })
  await crm.call(crm.adminId, 'POST', `/bulk-actions/${id}/undo`)
  await finish()
  expect(await shownOne(crm, id)).toMatchObject({ state: 'undone', undone: 1, kept: 2, canUndo: false })
  expect(await standing(a ?? 0)).toMatchObject({ isRead: false, unread: 2 })
  expect(await standing(b ?? 0)).toMatchObject({ isRead: false, unread: 1 })

  const again = await start(crm, { kind: 'unread' }, { numbers: [c ?? 0, a ?? 0] })
  await finish()
  expect(await leftOf(crm, again.id)).toMatchObject([
    { number: a, reason: 'same' },
    { number: c, reason: 'closed' },
  ])
  await expectExact(database, crm.accountId)
})

test('a colleague gets many: cards with their conversations, one line for him, and back again', async () => {
  const to = await crm.addUser()
  const written = await writeAll('Анна', 'Борис', 'Вера')
  const [a, b, c] = written
  await sql`update conversations set card_kind = null, card_id = null where account_id = ${crm.accountId}
    and number = ${c?.number}`.execute(db)
  await sql`update deals set conversations = 0, unread_conversations = 0 where account_id = ${crm.accountId}
    and id = ${c?.dealId}`.execute(db)
  await sql`update inbox_counts set open = 2, unread = 2, unanswered = 2 where account_id = ${crm.accountId}`.execute(
    db,
  )
  await sql`insert into inbox_counts (account_id, card_kind, responsible_user_id, contact_responsible_user_id, open, unread, unanswered)
    values (${crm.accountId}, '', 0, 0, 1, 1, 1)`.execute(db)
  await expectExact(database, crm.accountId)
  const { id } = await start(crm, { kind: 'assign', toUserId: to }, { numbers: numbersOf(written) })
  await finish()
  expect(await shownOne(crm, id)).toMatchObject({ state: 'done', done: 3, canUndo: true })
  const { rows } = await sql<{ to: number }>`select responsible_user_id as to from conversations
    where account_id = ${crm.accountId}`.execute(db)
  expect(rows).toEqual([{ to }, { to }, { to }])
  const lines =
    await sql`select user_id, kind, count from notifications where account_id = ${crm.accountId}`.execute(db)
  expect(lines.rows).toEqual([{ user_id: to, kind: 'assignment', count: 3 }])
  expect(await eventsOf(db, crm.accountId, 'conversation.handed_over')).toHaveLength(3)

  await crm.call(crm.adminId, 'PATCH', `/deals/${b?.dealId}`, { responsibleUserId: crm.adminId })
  await crm.call(crm.adminId, 'POST', `/bulk-actions/${id}/undo`)
  await finish()
  expect(await shownOne(crm, id)).toMatchObject({ state: 'undone', undone: 2, kept: 1 })
  const deals = await sql<{ id: number; who: number | null }>`select id, responsible_user_id as who from deals
    where account_id = ${crm.accountId} and id in (${a?.dealId ?? 0}, ${b?.dealId ?? 0}) order by id`.execute(
    db,
  )
  expect(deals.rows.map(({ who }) => who)).toEqual([null, crm.adminId])
  await expectExact(database, crm.accountId)
})

test('a tag goes on the cards, not where there is none or it is already; taken off again where it was put', async () => {
  const written = await writeAll('Анна', 'Борис', 'Вера')
  const [a, b, c] = written
  await sql`update conversations set card_kind = null, card_id = null where account_id = ${crm.accountId}
    and number = ${c?.number}`.execute(db)
  const put = await crm.call(crm.adminId, 'POST', '/tags/of/deal', {
    entityIds: [b?.dealId],
    add: ['Опт'],
    removeIds: [],
  })
  expect(put.status, JSON.stringify(put.body)).toBe(200)
  const change = { kind: 'tag' as const, tag: 'опт' }
  const target = { numbers: numbersOf(written) }
  const preview = await crm.call(crm.adminId, 'POST', '/bulk-actions/preview', { change, target })
  expect((preview.body as { skipped: object[] }).skipped.toSorted()).toEqual(
    expect.arrayContaining([
      { reason: 'same', count: 1 },
      { reason: 'no_card', count: 1 },
    ]),
  )
  const { id } = await start(crm, change, target)
  await finish()
  expect(await leftOf(crm, id)).toMatchObject([
    { number: b?.number, reason: 'same' },
    { number: c?.number, reason: 'no_card' },
  ])
  const tagged = async (): Promise<unknown[]> => {
    const { rows } = await sql<{
      id: number
    }>`select entity_id as id from entity_tags where account_id = ${crm.accountId}
      order by entity_id`.execute(db)
    return rows.map((row) => row.id)
  }
  expect(await tagged()).toEqual([a?.dealId, b?.dealId])
  await crm.call(crm.adminId, 'POST', `/bulk-actions/${id}/undo`)
  await finish()
  expect(await tagged()).toEqual([b?.dealId])
})

test('rights are those of each moment: what one may not change is said before, what one sees no more is left without its name', async () => {
  const [me, other] = [
    await crm.addUser({ deals: { edit: 'own', view: 'own' }, contacts: { view: 'none' } }),
    await crm.addUser(),
  ]
  const written = await writeAll('Анна', 'Борис', 'Вера')
  const [a, b, c] = written
  for (const one of [a, b]) {
    await crm.call(crm.adminId, 'PATCH', `/deals/${one?.dealId}`, { responsibleUserId: me })
  }
  const { id, total } = await start(crm, { kind: 'close' }, { numbers: numbersOf(written) }, me)
  expect(total).toBe(2)
  await crm.call(crm.adminId, 'PATCH', `/deals/${b?.dealId}`, { responsibleUserId: other })
  await finish()
  expect(await shownOne(crm, id, me)).toMatchObject({ done: 1, skipped: 1 })
  expect(await leftOf(crm, id, me)).toEqual([{ number: b?.number, contactName: null, reason: 'not_found' }])
  expect(await standing(c?.number ?? 0)).toMatchObject({ isOpen: true })
  for (const act of ['left', 'stop', 'undo', 'put-away']) {
    const method = act === 'left' ? 'GET' : 'POST'
    expect((await crm.call(other, method, `/bulk-actions/${id}/${act}`)).status).toBe(404)
  }

  const reader = await crm.addUser({ deals: { edit: 'none' } })
  const assign = { change: { kind: 'assign', toUserId: other }, target: { numbers: [a?.number, c?.number] } }
  const preview = await crm.call(reader, 'POST', '/bulk-actions/preview', assign)
  expect(preview.body).toEqual({ total: 2, hasMore: false, skipped: [{ reason: 'forbidden', count: 2 }] })

  const left = await start(crm, { kind: 'dismiss' }, { numbers: [c?.number ?? 0] }, reader)
  await sql`update users set status = 'deactivated' where account_id = ${crm.accountId} and id = ${reader}`.execute(
    db,
  )
  await finish()
  const { rows } = await sql`select state, done from bulk_actions where id = ${left.id}`.execute(db)
  expect(rows).toEqual([{ state: 'stopped', done: 0 }])
})

test('stopped, it does nothing more; put away, it is shown no more; forgotten after a month', async () => {
  const written = await writeAll('Анна', 'Борис')
  const { id } = await start(crm, { kind: 'close' }, { numbers: numbersOf(written) })
  const stopped = await crm.call(crm.adminId, 'POST', `/bulk-actions/${id}/stop`)
  expect(stopped.body).toMatchObject({ state: 'stopped', done: 0 } satisfies Partial<BulkAction>)
  await finish()
  expect(await eventsOf(db, crm.accountId, 'conversation.closed')).toEqual([])
  await crm.call(crm.adminId, 'POST', `/bulk-actions/${id}/put-away`)
  expect(await shown(crm)).toEqual([])
  const later = new Date(Date.now() + 40 * 24 * 60 * 60 * 1000)
  await sweepBulkActions(db, later)
  expect((await crm.call(crm.adminId, 'GET', `/bulk-actions/${id}/left`)).status).toBe(404)
})

test('a conversation that our own rules fail on is set aside, and the others are done', async () => {
  const written = await writeAll('Анна', 'Борис', 'Вера')
  const broken = written[1]?.number ?? 0
  await sql`create function refuse() returns trigger language plpgsql as 'begin raise exception ''broken''; end'`.execute(
    db,
  )
  await sql`create trigger refuse before insert on closures for each row when (new.number = ${sql.lit(broken)} and
    new.account_id = ${sql.lit(crm.accountId)}) execute function refuse()`.execute(db)
  const { id } = await start(crm, { kind: 'close' }, { numbers: numbersOf(written) })
  await finish()
  await sql`drop trigger refuse on closures`.execute(db)
  expect(await shownOne(crm, id)).toMatchObject({ state: 'done', done: 2, failed: 1 })
  expect(await leftOf(crm, id)).toMatchObject([{ number: broken, reason: 'unexpected' }])
  expect(await standing(broken)).toMatchObject({ isOpen: true })
  await expectExact(database, crm.accountId)
})

test.each([
  ['what it is for cannot be found', 'bulk_items', 'stopped', 0],
  ['its end cannot be told', 'notifications', 'done', 1],
] as const)('when %s, the action ends and goes round no more', async (_what, table, state, done) => {
  const { number } = await crm.write('Анна')
  const toUserId = await crm.addUser()
  const { id } = await start(crm, { kind: 'assign', toUserId }, { filter: {} })
  await sql`create or replace function refuse() returns trigger language plpgsql as 'begin raise exception ''broken''; end'`.execute(
    db,
  )
  await sql`create trigger refuse before insert on ${sql.table(table)} for each row execute function refuse()`.execute(
    db,
  )
  let attempts = 0
  const log = Object.assign(createLog({ level: 'silent' }), {
    error: () => {
      if ((attempts += 1) > 5) throw new Error('It goes round for ever')
    },
  })
  try {
    await jobs({ ...deps, log })['bulk-action.go']?.({ accountId: crm.accountId, id })
  } finally {
    await sql`drop trigger refuse on ${sql.table(table)}`.execute(db)
  }
  expect(await shownOne(crm, id)).toMatchObject({ state, done, endedAt: expect.any(String) as string })
  const { body } = await crm.call(crm.adminId, 'GET', `/conversations/${number}`)
  expect(body).toMatchObject({ row: { responsibleUserId: done === 1 ? toUserId : null } })
  await expectExact(database, crm.accountId)
})
