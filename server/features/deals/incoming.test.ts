import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { recipientsOf } from '#features/conversations'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { changeChannel } from '../channels/change-channel.ts'
import { messageOf, personOf } from '../intake/test-account.ts'
import { linkLead } from './incoming/link-lead.ts'
import { expectExact, openCrm, type TestCrm } from './test-crm.ts'

const database = await createTestDatabase()
const { db } = database
const open = await openCrm(database)

let crm: TestCrm
let stages: { id: number; kind: string }[]
/** Who takes leads and sees all; who takes them and sees only his own; who sees all but takes none. */
let boris: number
let own: number
let watcher: number

beforeAll(async () => {
  crm = await open()
  const { accountId, channelId } = crm
  boris = await crm.addUser()
  own = await crm.addUser({ deals: { view: 'own', edit: 'own' }, contacts: { view: 'own' } })
  watcher = await crm.addUser()
  await sql`update roles r set incoming = false from users u
    where u.account_id = ${accountId} and u.id = ${watcher} and r.account_id = u.account_id and r.id = u.role_id`.execute(
    db,
  )
  const tail = { wake: () => {}, subscribe: () => () => {} }
  const who = { accountId, actor: { kind: 'user', id: boris }, road: 'hand' } as const
  const clock = () => new Date()
  await changeChannel({ db, tail, clock }, who, { channelId, settings: { incomingLeads: true } })
  const { rows } = await sql<{ id: number; kind: string }>`
    select s.id, s.kind from stages s join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id
    where s.account_id = ${accountId} and p.kind = 'deal' order by s.position`.execute(db)
  stages = rows
})

const stageOf = (kind: string): number => stages.find((stage) => stage.kind === kind)?.id ?? 0
const lead = () => crm.write(`Клиент ${randomUUID()}`)
const get = async (userId: number, path: string) => (await crm.call(userId, 'GET', path)).body
const accept = (userId: number, dealId: number, body: object = {}) =>
  crm.call(userId, 'POST', `/incoming-leads/${dealId}/acceptance`, body)
const decline = (userId: number, dealId: number, body: object = {}) =>
  crm.call(userId, 'POST', `/incoming-leads/${dealId}/decline`, body)
const link = (userId: number, dealId: number, card: object) =>
  crm.call(userId, 'POST', `/incoming-leads/${dealId}/link`, { card })
const refused = (status: number, code: string) => ({ status, body: { error: { code } } })

async function rowOf(dealId: number) {
  return db
    .selectFrom('incoming_leads')
    .select(['channel_id', 'number', 'outcome', 'settled_by', 'target_kind', 'target_id'])
    .where('account_id', '=', crm.accountId)
    .where('deal_id', '=', dealId)
    .executeTakeFirst()
}
async function typesOf(dealId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('events')
    .select('type')
    .where('account_id', '=', crm.accountId)
    .where('subject_kind', '=', 'deal')
    .where('subject_id', '=', String(dealId))
    .orderBy('at')
    .execute()
  return rows.map(({ type }) => type).filter((type) => type.startsWith('incoming_lead.'))
}
const conversation = async (number: number) =>
  db
    .selectFrom('conversations as v')
    .leftJoin('closures as x', (on) =>
      on.onRef('x.account_id', '=', 'v.account_id').onRef('x.number', '=', 'v.number'),
    )
    .select(['v.closed_at', 'v.card_kind', 'v.card_id', 'v.responsible_user_id', 'x.way', 'x.actor_id'])
    .where('v.account_id', '=', crm.accountId)
    .where('v.number', '=', number)
    .executeTakeFirstOrThrow()

test('a channel with incoming leads puts the deal of a new client among them, with the conversation it came with', async () => {
  const { dealId, number } = await lead()
  expect(await get(crm.adminId, `/deals/${dealId}`)).toMatchObject({ stage: { kind: 'incoming' } })
  expect(await rowOf(dealId)).toMatchObject({ channel_id: crm.channelId, number, outcome: null })
  const other = personOf(randomUUID())
  await crm.takeAt(crm.secondChannelId, messageOf(other, 'здравствуйте'))
  const { rows } = await sql<{ kind: string; leads: number }>`
    select s.kind, (select count(*)::int from incoming_leads l where l.account_id = d.account_id and l.deal_id = d.id) as leads
    from chats c join conversations v on v.account_id = c.account_id and v.chat_id = c.id
    join deals d on d.account_id = v.account_id and d.id = v.card_id
    join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
    where c.account_id = ${crm.accountId} and c.external_chat_id = ${other.externalId}`.execute(db)
  expect(rows).toEqual([{ kind: 'normal', leads: 0 }])
})

describe('accepting', () => {
  test('moves the same deal to the first stage; whoever accepts is responsible, for its conversation too', async () => {
    const { dealId, number } = await lead()
    const reply = await accept(own, dealId)
    const first = stageOf('normal')
    expect(reply).toMatchObject({
      status: 200,
      body: {
        row: { id: dealId, stage: { id: first }, responsibleUserId: own },
        before: { responsibleUserId: null },
      },
    })
    expect(await rowOf(dealId)).toMatchObject({ outcome: 'accepted', settled_by: own })
    expect(await typesOf(dealId)).toEqual(['incoming_lead.accepted'])
    expect(await conversation(number)).toMatchObject({
      closed_at: null,
      responsible_user_id: own,
      card_id: dealId,
    })
    await expectExact(database, crm.accountId)
  })

  test('can choose another stage and another colleague, but neither the stage of lost deals nor a stranger', async () => {
    const { dealId } = await lead()
    const later = stages.findLast(({ kind }) => kind === 'normal')?.id
    for (const stageId of [143, stageOf('incoming')])
      expect(await accept(boris, dealId, { stageId })).toMatchObject(refused(404, 'stage.not_found'))
    expect(await accept(boris, dealId, { responsibleUserId: 999_999 })).toMatchObject(
      refused(404, 'user.not_found'),
    )
    expect(await accept(boris, dealId, { stageId: later, responsibleUserId: own })).toMatchObject({
      body: { row: { stage: { id: later }, responsibleUserId: own } },
    })
  })

  test('is done once: of two colleagues at the same moment the second is told who was faster, and nothing doubles', async () => {
    const { dealId } = await lead()
    const replies = await Promise.all([accept(boris, dealId), accept(own, dealId), decline(boris, dealId)])
    const [won, ...lost] = replies.toSorted((one, other) => one.status - other.status)
    expect(won?.status).toBe(200)
    for (const reply of lost) expect(reply).toMatchObject(refused(409, 'incoming_lead.settled'))
    const row = await rowOf(dealId)
    expect(lost[0]?.body).toMatchObject({
      error: { details: { outcome: row?.outcome, byUserId: row?.settled_by, byName: 'Борис' } },
    })
    expect(await typesOf(dealId)).toHaveLength(1)
  })

  test('is undone by giving back how it stood: the lead waits again, and can be taken again', async () => {
    const { dealId } = await lead()
    const { body } = await accept(boris, dealId)
    const { before, after } = body as { before: { dealId: number }; after: { dealId: number } }
    const { dealId: _id, ...seen } = after
    const undone = await crm.call(boris, 'POST', '/deals/changes', { changes: [{ ...before, seen }] })
    expect(undone).toMatchObject({ status: 200, body: { skipped: [] } })
    expect(await rowOf(dealId)).toMatchObject({ outcome: null, settled_by: null })
    expect((await accept(own, dealId)).status).toBe(200)
  })
})

describe('declining', () => {
  test('loses the deal and closes its conversation by whoever declined; the next message is judged anew', async () => {
    const person = personOf(randomUUID())
    await crm.take(messageOf(person, 'здравствуйте'))
    const { number, dealId } = await lastOf(person.externalId)
    expect(await decline(boris, dealId)).toMatchObject({
      status: 200,
      body: { row: { stage: { kind: 'lost' } } },
    })
    expect(await conversation(number)).toMatchObject({ way: 'hand', actor_id: boris })
    expect(await rowOf(dealId)).toMatchObject({ outcome: 'declined' })
    await crm.take(messageOf(person, 'вы тут?'))
    const next = await lastOf(person.externalId)
    expect(next.number).toBeGreaterThan(number)
    // A declined deal is a card, but none that is open: the default rule makes another one.
    expect(next.dealId).not.toBe(dealId)
    await expectExact(database, crm.accountId)
  })

  test('takes a reason, of this account only', async () => {
    const { dealId } = await lead()
    expect(await decline(boris, dealId, { lossReasonId: 999_999 })).toMatchObject(
      refused(404, 'loss_reason.not_found'),
    )
    const made = await crm.call(crm.adminId, 'POST', '/loss-reasons', { name: 'Не наш клиент' })
    const { items } = made.body as { items: { id: number }[] }
    const lossReasonId = items.at(-1)?.id
    expect(await decline(boris, dealId, { lossReasonId })).toMatchObject({ body: { row: { lossReasonId } } })
  })
})

describe('joining', () => {
  test('to a deal: its conversations and contacts go there, the lead is a pointer to it', async () => {
    const target = await lead()
    await accept(boris, target.dealId)
    const { dealId, number, contactId } = await lead()
    await sql`insert into notes (account_id, request_id, entity_kind, entity_id, text, author_kind, author_id, created_at)
      values (${crm.accountId}, ${randomUUID()}, 'deal', ${dealId}, 'Просил скидку', 'user', ${boris}, now())`.execute(
      db,
    )
    expect(await link(own, dealId, { kind: 'deal', id: target.dealId })).toMatchObject(
      refused(404, 'deal.not_found'),
    )
    expect(await link(boris, dealId, { kind: 'deal', id: dealId })).toMatchObject(
      refused(404, 'deal.not_found'),
    )
    await sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
      select ${crm.accountId}, 'deal', ${dealId}, 'user', id, ${boris} from unnest(${[own, watcher]}::bigint[]) id`.execute(
      db,
    )
    await sql`insert into participant_leaves (account_id, card_kind, card_id, user_id)
      values (${crm.accountId}, 'deal', ${target.dealId}, ${watcher})`.execute(db)
    expect(await link(boris, dealId, { kind: 'deal', id: target.dealId })).toMatchObject({ status: 200 })
    const part = await db
      .selectFrom('participants')
      .select('principal_id')
      .where('account_id', '=', crm.accountId)
      .where('card_id', '=', target.dealId)
      .execute()
    expect(part).toEqual([{ principal_id: own }])
    expect(await conversation(number)).toMatchObject({ card_id: target.dealId, responsible_user_id: boris })
    expect(await get(boris, `/deals/${dealId}`)).toMatchObject({ id: target.dealId })
    expect(await rowOf(dealId)).toMatchObject({
      outcome: 'linked',
      target_kind: 'deal',
      target_id: target.dealId,
    })
    const contacts = await db
      .selectFrom('card_contacts')
      .select(['contact_id', 'is_main'])
      .where('account_id', '=', crm.accountId)
      .where('card_id', '=', target.dealId)
      .execute()
    expect(contacts).toContainEqual({ contact_id: contactId, is_main: false })
    expect(JSON.stringify(await get(boris, `/cards/deal/${target.dealId}/feed`))).toContain('Просил скидку')
    expect(await link(boris, dealId, { kind: 'deal', id: target.dealId })).toMatchObject(
      refused(409, 'incoming_lead.settled'),
    )
    await expectExact(database, crm.accountId)
  })

  test('who had left the lead stays out though his group comes along, but for where he is already', async () => {
    const groupId = await crm.addGroup()
    const hidden = { view: 'none' } as const
    const rights = { deals: hidden, contacts: hidden, customers: hidden }
    const members = [
      await crm.addUser(rights, groupId),
      await crm.addUser(rights, groupId),
      await crm.addUser(rights, groupId),
    ]
    const [stays = 0, left = 0, named = 0] = members
    await sql`update roles r set incoming = false from users u where u.account_id = ${crm.accountId}
      and u.id = any(${members}::bigint[]) and r.account_id = u.account_id and r.id = u.role_id`.execute(db)
    const target = await lead()
    await accept(boris, target.dealId)
    const { dealId } = await lead()
    const take = (kind: 'group' | 'user', id: number, card: number) =>
      sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
        values (${crm.accountId}, 'deal', ${card}, ${kind}, ${id}, ${boris})`.execute(db)
    await take('group', groupId, dealId)
    await take('user', named, target.dealId)
    await sql`insert into participant_leaves (account_id, card_kind, card_id, user_id)
      select ${crm.accountId}, 'deal', ${dealId}, id from unnest(${[left, named]}::bigint[]) id`.execute(db)
    expect(await link(boris, dealId, { kind: 'deal', id: target.dealId })).toMatchObject({ status: 200 })
    const statusFor = async (userId: number): Promise<number> =>
      (await crm.call(userId, 'GET', `/deals/${target.dealId}`)).status
    expect([await statusFor(stays), await statusFor(left), await statusFor(named)]).toEqual([200, 404, 200])
  })

  test('at the same moment as somebody hangs a conversation on the lead: it is not hung on what is gone', async () => {
    const target = await lead()
    await accept(boris, target.dealId)
    const [{ dealId }, other] = [await lead(), await lead()]
    const viewer = await crm.viewer(boris)
    const card = { kind: 'deal', id: target.dealId } as const
    const [joined, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const joining = inTransaction(db, async (tx) => {
      await linkLead(tx, viewer, { dealId, card }, new Date())
      joined.resolve()
      await gate.promise
    })
    await joined.promise
    const hanging = crm.call(crm.adminId, 'PUT', `/conversations/${other.number}/card`, {
      card: { kind: 'deal', id: dealId },
    })
    await vi.waitFor(
      async () => {
        const { rows } = await sql`select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
        expect(rows).toHaveLength(1)
      },
      { timeout: 60_000 },
    )
    gate.resolve()
    await joining
    expect(await hanging).toMatchObject(refused(404, 'deal.not_found'))
    expect(await conversation(other.number)).toMatchObject({ card_id: other.dealId })
    await expectExact(database, crm.accountId)
  })

  test('to a customer, from the cards that the lead may be joined to', async () => {
    const made = await crm.call(boris, 'POST', '/customers', { name: 'Ромашка' })
    const customerId = (made.body as { id: number }).id
    const { dealId, number } = await lead()
    expect(await get(boris, `/incoming-leads/${dealId}/cards?search=Ромашка`)).toMatchObject({
      items: [{ kind: 'customer', id: customerId, canChoose: true }],
    })
    expect(await link(boris, dealId, { kind: 'customer', id: customerId })).toMatchObject({ status: 200 })
    expect(await conversation(number)).toMatchObject({ card_kind: 'customer', card_id: customerId })
    expect((await crm.call(boris, 'GET', `/deals/${dealId}`)).status).toBe(404)
  })
})

describe('who sees them', () => {
  test('who takes leads sees every one, however little else he sees; who does not sees his own only', async () => {
    const { dealId, number } = await lead()
    expect(await crm.call(own, 'GET', `/deals/${dealId}`)).toMatchObject({ status: 200 })
    expect(await crm.call(own, 'GET', `/conversations/${number}`)).toMatchObject({ status: 200 })
    expect(await crm.call(watcher, 'GET', `/deals/${dealId}`)).toMatchObject(refused(404, 'deal.not_found'))
    expect(await crm.call(watcher, 'GET', `/conversations/${number}`)).toMatchObject(
      refused(404, 'conversation.not_found'),
    )
    for (const take of [accept, decline]) {
      expect(await take(watcher, dealId)).toMatchObject(refused(404, 'deal.not_found'))
    }
    await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { responsibleUserId: watcher })
    expect(await crm.call(watcher, 'GET', `/deals/${dealId}`)).toMatchObject({ status: 200 })
    expect(await accept(watcher, dealId)).toMatchObject(refused(403, 'session.forbidden'))
    for (const stageId of [stageOf('normal'), 143]) {
      expect(await crm.call(watcher, 'PATCH', `/deals/${dealId}`, { stageId })).toMatchObject(
        refused(403, 'session.forbidden'),
      )
    }
    expect((await crm.call(watcher, 'PATCH', `/deals/${dealId}`, { name: 'Кофе' })).status).toBe(200)
  })

  test('lists, boards and counters agree for each of them', async () => {
    await lead()
    for (const userId of [crm.adminId, boris, own, watcher]) {
      const deals = (await get(userId, '/deals?limit=100')) as {
        items: { id: number; stage: { kind: string } }[]
      }
      const totals = (await get(userId, '/deals/totals')) as { stages: { count: number }[] }
      expect(totals.stages.reduce((sum, { count }) => sum + count, 0)).toBe(deals.items.length)
      const talks = (await get(userId, '/conversations?limit=100')) as { items: unknown[] }
      expect(await get(userId, '/conversations/counts')).toMatchObject({ open: talks.items.length })
    }
    const seenBy = async (userId: number) =>
      ((await get(userId, '/deals?limit=100')) as { items: { stage: { kind: string } }[] }).items.filter(
        ({ stage }) => stage.kind === 'incoming',
      ).length
    expect(await seenBy(own)).toBe(await seenBy(crm.adminId))
    expect(await seenBy(watcher)).toBe(1)
  })
})

test('of the group of a channel those who take leads are told of one; when there is none, the admins', async () => {
  const { accountId, adminId, channelId } = crm
  const groupId = await crm.addGroup()
  const inGroup = (userIds: number[]) =>
    sql`update users set group_id = case when id = any(${userIds}::bigint[]) then ${groupId}::bigint end
      where account_id = ${accountId}`.execute(db)
  const told = async (number: number) => {
    const { rows } = await sql<{ id: number }>`
      select r.user_id as id from ${recipientsOf(accountId, [number])} r order by 1`.execute(db)
    return rows.map(({ id }) => id)
  }
  await sql`update channels set group_id = ${groupId} where account_id = ${accountId} and id = ${channelId}`.execute(
    db,
  )
  const { number, dealId } = await lead()
  await inGroup([boris, watcher])
  expect(await told(number)).toEqual([boris])
  await inGroup([watcher])
  expect(await told(number)).toEqual([adminId])
  // Once it is no lead any more, the whole group is told of what nobody answers for.
  await accept(boris, dealId)
  await crm.call(adminId, 'PATCH', `/deals/${dealId}`, { responsibleUserId: null })
  expect(await told(number)).toEqual([watcher])
  await inGroup([])
})

test('several are taken at once; what cannot be taken is told and keeps no other one from it', async () => {
  const [one, two, done] = [await lead(), await lead(), await lead()]
  await accept(boris, done.dealId)
  const dealIds = [one.dealId, done.dealId, two.dealId, 999_999]
  const reply = await crm.call(own, 'POST', '/incoming-leads/acceptances', { dealIds })
  expect(reply).toMatchObject({
    status: 200,
    body: {
      rows: [{ id: one.dealId }, { id: two.dealId }],
      skipped: [
        { dealId: done.dealId, code: 'incoming_lead.settled' },
        { dealId: 999_999, code: 'deal.not_found' },
      ],
    },
  })
  const other = await lead()
  const declined = await crm.call(boris, 'POST', '/incoming-leads/declines', { dealIds: [other.dealId] })
  expect(declined).toMatchObject({ body: { rows: [{ stage: { kind: 'lost' } }], skipped: [] } })
})

test('dragging a lead to the lost deals is declining it: its conversation is closed as well', async () => {
  const { dealId, number } = await lead()
  expect((await crm.call(boris, 'PATCH', `/deals/${dealId}`, { stageId: 143 })).status).toBe(200)
  expect(await rowOf(dealId)).toMatchObject({ outcome: 'declined', settled_by: boris })
  expect(await conversation(number)).toMatchObject({ way: 'hand', actor_id: boris })
})

test('dragging a lead on is accepting it: it is written down, and needs no right to edit', async () => {
  const { dealId } = await lead()
  const reply = await crm.call(own, 'PATCH', `/deals/${dealId}`, { stageId: stageOf('normal') })
  expect(reply.status).toBe(200)
  expect(await rowOf(dealId)).toMatchObject({ outcome: 'accepted', settled_by: own })
  expect((await crm.call(own, 'PATCH', `/deals/${dealId}`, { name: 'Кофе' })).status).toBe(404)
})

async function lastOf(externalId: string): Promise<{ number: number; dealId: number }> {
  const row = await db
    .selectFrom('conversations as v')
    .innerJoin('chats as c', (on) =>
      on.onRef('c.account_id', '=', 'v.account_id').onRef('c.id', '=', 'v.chat_id'),
    )
    .select(['v.number', 'v.card_id'])
    .where('c.external_chat_id', '=', externalId)
    .orderBy('v.number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return { number: row.number, dealId: row.card_id ?? 0 }
}
