import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Participants } from '#contract/participants'
import { canSeeChat } from '#features/access'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { createTestDatabase } from '#lib/test-database'
import { waitedFor } from '#lib/test-locks'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { sendMessage } from '../messages/index.ts'
import { addParticipants, listCardUsers, routes } from './index.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database, routes)
const nothing = { deals: { view: 'none' }, contacts: { view: 'none' }, companies: { view: 'none' } } as const

let crm: TestCrm
let dealId = 0
let contactId = 0
let number = 0
let groupId = 0
let blind = 0
beforeEach(async () => {
  crm = await createCrm()
  ;({ dealId, contactId, number } = await crm.write('Марина'))
  groupId = await crm.addGroup()
  blind = await crm.addUser(nothing, groupId)
})

const of = (kind: 'user' | 'group', id: number): string => `/cards/deal/${dealId}/participants/${kind}/${id}`
const add = (kind: 'user' | 'group', id: number, by = crm.adminId) => crm.call(by, 'PUT', of(kind, id))
const remove = (kind: 'user' | 'group', id: number, by = crm.adminId) => crm.call(by, 'DELETE', of(kind, id))
const listed = async (by = crm.adminId) => {
  const reply = await crm.call(by, 'GET', `/cards/deal/${dealId}/participants`)
  expect(reply.status).toBe(200)
  return reply.body as Participants
}
const typesOf = async (): Promise<string[]> =>
  (
    await sql<{
      type: string
    }>`select type from events where account_id = ${crm.accountId} and card_id = ${dealId}
      and type like 'participant.%' order by at, id`.execute(db)
  ).rows.map(({ type }) => type)

async function chatId(): Promise<string> {
  const row = await db
    .selectFrom('conversations')
    .select('chat_id')
    .where('account_id', '=', crm.accountId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  return row.chat_id
}

async function sees(userId: number): Promise<boolean> {
  const answers = [
    (await crm.call(userId, 'GET', `/deals/${dealId}`)).status,
    (await crm.call(userId, 'GET', `/cards/deal/${dealId}/participants`)).status,
    (await crm.call(userId, 'GET', `/cards/deal/${dealId}/feed`)).status,
    JSON.stringify((await crm.call(userId, 'GET', '/deals')).body).includes(`"id":${dealId},`) ? 200 : 404,
    JSON.stringify((await crm.call(userId, 'GET', '/conversations')).body).includes(`"number":${number},`)
      ? 200
      : 404,
    (await canSeeChat(db, await crm.viewer(userId), await chatId())) ? 200 : 404,
  ]
  expect(new Set(answers).size, `${answers.join()}: the same rule everywhere`).toBe(1)
  return answers[0] === 200
}

describe('who sees a card by taking part in it', () => {
  test.each<[string, () => Promise<unknown>, boolean]>([
    ['nobody has named him', async () => undefined, false],
    ['he was named', () => add('user', blind), true],
    ['his group was named', () => add('group', groupId), true],
    ['another group was named', async () => add('group', await crm.addGroup()), false],
    [
      'he was named and taken out',
      async () => [await add('user', blind), await remove('user', blind)],
      false,
    ],
    [
      'his group was taken out',
      async () => [await add('group', groupId), await remove('group', groupId)],
      false,
    ],
    [
      'he left, his group is in',
      async () => [await add('group', groupId), await remove('user', blind, blind)],
      false,
    ],
    [
      'he was taken out, his group is in',
      async () => [await add('group', groupId), await remove('user', blind)],
      false,
    ],
    [
      'he left and his group was named again',
      async () => [
        await add('group', groupId),
        await remove('user', blind, blind),
        await add('group', groupId),
      ],
      false,
    ],
    [
      'he left and was named again',
      async () => [await add('group', groupId), await remove('user', blind, blind), await add('user', blind)],
      true,
    ],
    [
      'he came into the group afterwards',
      async () => {
        await sql`update users set group_id = null where id = ${blind}`.execute(db)
        await add('group', groupId)
        expect(await sees(blind)).toBe(false)
        await sql`update users set group_id = ${groupId} where id = ${blind}`.execute(db)
      },
      true,
    ],
    [
      'he went out of the group',
      async () => {
        await add('group', groupId)
        expect(await sees(blind)).toBe(true)
        await sql`update users set group_id = null where id = ${blind}`.execute(db)
      },
      false,
    ],
  ])('%s', async (_when, prepare, expected) => {
    await prepare()
    expect(await sees(blind)).toBe(expected)
    expect(await listCardUsers(db, crm.accountId, { kind: 'deal', id: dealId })).toEqual(
      expected ? [blind] : [],
    )
  })
})

describe('a participant', () => {
  test('edits nothing, and sees neither the contact nor its other cards', async () => {
    await add('user', blind)
    const other = await crm.call(crm.adminId, 'POST', '/deals', { name: 'Ещё одна', contactId })
    const otherId = (other.body as { id: number }).id
    expect(await crm.call(blind, 'PATCH', `/deals/${dealId}`, { name: 'Моя' })).toMatchObject({
      status: 403,
      body: { error: { code: 'session.forbidden' } },
    })
    expect((await crm.call(blind, 'GET', `/contacts/${contactId}`)).status).toBe(404)
    expect((await crm.call(blind, 'GET', `/deals/${otherId}`)).status).toBe(404)
    expect(await crm.call(blind, 'GET', `/deals/${dealId}`)).toMatchObject({ body: { canEdit: false } })
  })

  test.each([
    [true, 'sent'],
    [false, 'chat.cannot_write'],
  ])('writes to the client when his role answers clients: %s', async (answersClients, outcome) => {
    await add('user', blind)
    await sql`update roles set answers_clients = ${answersClients} where id = (select role_id from users where id = ${blind})`.execute(
      db,
    )
    const viewer = await crm.viewer(blind)
    const sending = {
      id: randomUUID(),
      chatId: await chatId(),
      text: 'Добрый день',
      fileIds: [],
      replyToId: null,
      card: null,
      seenMessageId: null,
      anyway: false,
    }
    const done = await inTransaction(db, (tx) =>
      sendMessage(tx, { kind: 'user', viewer }, sending, new Date()),
    ).then(
      () => 'sent',
      (error: unknown) => (error instanceof AppError ? error.code : error),
    )
    expect(done).toBe(outcome)
  })

  test('brings others and takes those out whom he brought, not whom others did', async () => {
    await add('user', blind)
    const [brought, other] = [await crm.addUser(nothing), await crm.addUser(nothing)]
    await add('user', other)
    expect((await add('user', brought, blind)).status).toBe(200)
    const { items } = await listed(blind)
    expect(items.map(({ id, canRemove }) => [id, canRemove])).toEqual([
      [blind, true],
      [other, false],
      [brought, true],
    ])
    expect(await remove('user', other, blind)).toMatchObject({
      status: 403,
      body: { error: { code: 'session.forbidden' } },
    })
    expect((await remove('user', brought, blind)).status).toBe(200)
    expect((await remove('user', blind, blind)).status).toBe(200)
    expect((await crm.call(blind, 'GET', `/cards/deal/${dealId}/participants`)).status).toBe(404)
    expect(await typesOf()).toEqual([
      'participant.added',
      'participant.added',
      'participant.added',
      'participant.removed',
      'participant.left',
    ])
  })
})

describe('the list', () => {
  test('says who brought whom, and who of a group stays out', async () => {
    await add('group', groupId)
    await remove('user', blind, blind)
    const found = await listed()
    expect(found).toMatchObject({
      items: [
        {
          kind: 'group',
          id: groupId,
          name: expect.stringContaining('Отдел'),
          addedBy: { id: crm.adminId },
          canRemove: true,
        },
      ],
      left: [{ id: blind }],
      isIn: false,
    })
    await add('user', blind)
    expect(await listed(blind)).toMatchObject({ left: [], isIn: true })
  })

  test('who is not there is not taken out, and nobody is added who is not of the account', async () => {
    const stranger = await createCrm()
    const codeOf = async (reply: ReturnType<typeof add>): Promise<unknown> => (await reply).body
    expect(await codeOf(remove('user', blind))).toMatchObject({ error: { code: 'participant.not_found' } })
    expect(await codeOf(add('user', stranger.adminId))).toMatchObject({ error: { code: 'user.not_found' } })
    expect(await codeOf(add('group', await stranger.addGroup()))).toMatchObject({
      error: { code: 'group.not_found' },
    })
    await sql`update users set status = 'deactivated' where id = ${blind}`.execute(db)
    expect(await codeOf(add('user', blind))).toMatchObject({ error: { code: 'user.not_found' } })
    expect(await typesOf()).toEqual([])
  })
})

test('two who add the same ones at once, in whatever order, add each of them once', async () => {
  const card = { kind: 'deal', id: dealId } as const
  const users = await Promise.all(Array.from({ length: 6 }, () => crm.addUser(nothing)))
  const principals = users.map((id) => ({ kind: 'user' as const, id }))
  const adding = (order: typeof principals) =>
    inTransaction(db, (tx) =>
      addParticipants(
        tx,
        { accountId: crm.accountId, card, principals: order, byUserId: crm.adminId },
        new Date(),
      ),
    )
  await Promise.all([adding(principals), adding(principals.toReversed()), adding(principals)])
  expect((await listed()).items).toHaveLength(6)
  expect(await typesOf()).toHaveLength(6)
})

test('nobody is added to a card that goes in the same moment', async () => {
  const adding = await inTransaction(db, async (tx) => {
    await sql`update deals set deleted_at = now() where account_id = ${crm.accountId} and id = ${dealId}`.execute(
      tx,
    )
    const call = add('user', blind)
    await waitedFor(db)
    return [call]
  })
  expect(await adding[0]).toMatchObject({ status: 404, body: { error: { code: 'deal.not_found' } } })
  const left =
    await sql`select from participants where account_id = ${crm.accountId} and card_id = ${dealId}`.execute(
      db,
    )
  expect([left.rows.length, await typesOf()]).toEqual([0, []])
})
