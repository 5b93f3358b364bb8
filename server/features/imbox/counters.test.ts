import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { CardKind } from '#contract/common'
import { rightsOf, type Viewer } from '#features/access'
import { changeContact } from '#features/contacts'
import {
  answered,
  closeConversation,
  countConversations,
  countMarked,
  dismissConversation,
  keepAnswered,
  lockConversation,
  markConversation,
  markRead,
  markUnread,
  saveConversation,
  type ConversationWishes,
} from '#features/conversations'
import { changeDeal } from '#features/deals'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { messageOf, personOf } from '../intake/test-account.ts'
import { moveConversation } from './move-conversation.ts'
import { listAll } from './test-list-all.ts'

/** 10,000 operations: so many portions, in each so many messages that come in, and so much that colleagues do. */
const portions = 20
const incoming = 60
const doings = 440
const clients = 40

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

/** Small and the same every time, so that a failure comes again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
const random = randomFrom(20_261_126)
const one = <Value>(list: readonly Value[]): Value => {
  const chosen = list[random(list.length)]
  if (chosen === undefined) throw new Error('Nothing to choose from')
  return chosen
}

type World = {
  crm: TestCrm
  admin: Viewer
  userIds: number[]
  groupIds: number[]
  dealIds: number[]
  contactIds: number[]
  numbers: number[]
}

let world: World
beforeAll(async () => {
  world = await createWorld()
})

test.each(Array.from({ length: portions }, (_none, portion) => portion + 1))(
  'counters and lists are what counting one by one gives, after portion %i of ten thousand operations',
  async () => {
    const { crm } = world
    const names = Array.from({ length: incoming }, () => `${random(clients)}`)
    await crm.take(
      ...names.map((name) =>
        messageOf(personOf(`${crm.accountId}-${name}`, `Клиент ${name}`), 'Здравствуйте'),
      ),
    )
    await refresh()
    await db.transaction().execute(async (tx) => {
      for (let done = 0; done < doings; done += 1) await doSomething(tx)
    })
    await expectTrue()
  },
)

async function createWorld(): Promise<World> {
  const crm = await createCrm()
  const groupIds = [await crm.addGroup(), await crm.addGroup()]
  const userIds = [crm.adminId]
  for (const reach of ['all', 'group', 'own', 'none'] as const) {
    const reaches = { deals: { view: reach }, contacts: { view: reach }, customers: { view: reach } }
    userIds.push(await crm.addUser(reaches, one(groupIds)))
  }
  const admin = await crm.viewer(crm.adminId)
  return { crm, admin, userIds, groupIds, dealIds: [], contactIds: [], numbers: [] }
}

async function refresh(): Promise<void> {
  const { accountId } = world.crm
  const ids = async (table: string, column = 'id'): Promise<number[]> => {
    const { rows } = await sql<{ id: number }>`select ${sql.ref(column)} as id from ${sql.table(table)}
      where account_id = ${accountId} order by 1`.execute(db)
    return rows.map(({ id }) => id)
  }
  world.dealIds = await ids('deals')
  world.contactIds = await ids('contacts')
  world.numbers = await ids('conversations', 'number')
}

/** What colleagues do; what is refused by the rules is refused before anything is written. */
async function doSomething(tx: Tx): Promise<void> {
  const { crm, admin } = world
  const { accountId } = crm
  const userId = one(world.userIds)
  // Newer ones are open, as a rule.
  const number = one(random(3) === 0 ? world.numbers : world.numbers.slice(-clients))
  const now = new Date()
  const doing = { accountId, number, actor: { kind: 'user', id: userId }, now } as const
  const own = { ...admin, userId }
  const ways: (() => Promise<unknown>)[] = [
    () => answer(tx, accountId, number, userId),
    () => dismissConversation(tx, doing),
    () => closeConversation(tx, { ...doing, way: 'hand', road: 'hand' }),
    () => markRead(tx, { accountId, number, userId, way: 'marked', upTo: null, now }),
    () => markUnread(tx, { accountId, number }),
    () =>
      markConversation(tx, own, { number, mark: one(['star', 'subscription']), isOn: random(3) > 0, now }),
    () => markConversation(tx, own, { number, mark: one(['star', 'subscription']), isOn: true, now }),
    () =>
      changeDeal(
        tx,
        admin,
        { dealId: one(world.dealIds), responsibleUserId: one([null, ...world.userIds]) },
        now,
      ),
    () =>
      changeContact(
        tx,
        admin,
        { contactId: one(world.contactIds), responsibleUserId: one([null, ...world.userIds]) },
        now,
      ),
    () => moveConversation(tx, admin, { number, card: { kind: 'deal', id: one(world.dealIds) } }, now),
    () => changeRights(tx, userId),
  ]
  // Marks, reading and unreading are the most of what people do.
  const weights = [3, 2, 2, 6, 6, 10, 10, 1, 1, 1, 1]
  try {
    await one(ways.flatMap((way, index) => Array.from({ length: weights[index] ?? 1 }, () => way)))()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}

async function answer(tx: Tx, accountId: number, number: number, userId: number): Promise<void> {
  const before = await lockConversation(tx, accountId, number)
  if (!before || before.closedAt !== null) return
  const given = { messageId: randomUUID(), now: new Date() }
  await saveConversation(tx, before, answered(before, { ...given, placedAt: given.now }))
  await keepAnswered(tx, before, { ...given, by: { kind: 'user', id: userId } })
}

/** A role reaches further or less far, somebody is in another group, takes part in a card or leaves it. */
async function changeRights(tx: Tx, userId: number): Promise<void> {
  const { crm, userIds, groupIds, dealIds } = world
  const { accountId } = crm
  const card = sql`${accountId}::bigint, 'deal', ${one(dealIds)}::bigint`
  const reach = one(['all', 'group', 'own', 'none'] as const)
  const rights = JSON.stringify(rightsOf((action) => (action === 'view' ? reach : 'none')))
  await one([
    () =>
      sql`update roles r set rights = ${rights}::jsonb from users u where r.account_id = ${accountId} and r.kind = 'custom'
      and u.account_id = r.account_id and u.role_id = r.id and u.id = ${userId}`.execute(tx),
    () =>
      sql`update users set group_id = ${one([null, ...groupIds])} where account_id = ${accountId} and id = ${one(userIds)}`.execute(
        tx,
      ),
    () =>
      sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by, at)
      values (${card}, 'user', ${userId}, ${crm.adminId}, now()) on conflict do nothing`.execute(tx),
    () =>
      sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by, at)
      values (${card}, 'group', ${one(groupIds)}, ${crm.adminId}, now()) on conflict do nothing`.execute(tx),
    () =>
      sql`delete from participants where account_id = ${accountId} and card_id = ${one(dealIds)}`.execute(tx),
    () =>
      sql`insert into participant_leaves (account_id, card_kind, card_id, user_id, at) values (${card}, ${userId}, now())
      on conflict do nothing`.execute(tx),
  ])()
}

type Row = {
  number: number
  channelId: number
  cardKind: CardKind | null
  cardId: number | null
  isOpen: boolean
  isRead: boolean
  isWaiting: boolean
  way: string
  responsible: number | null
  contactResponsible: number | null
}
type Part = { cardKind: CardKind; cardId: number; kind: 'user' | 'group'; id: number }
type Known = {
  rows: Row[]
  parts: Part[]
  leaves: { cardId: number; userId: number }[]
  groupOf: Map<number, number | null>
  marks: { table: string; userId: number; number: number }[]
}

async function know(accountId: number): Promise<Known> {
  const [rows, parts, leaves, users, marks] = await Promise.all([
    sql<Row>`select number, channel_id as "channelId", card_kind as "cardKind", card_id as "cardId", closed_at is null as "isOpen",
      read_at is not null as "isRead", waiting_since is not null as "isWaiting", opened_way as way, responsible_user_id as responsible,
      contact_responsible_user_id as "contactResponsible" from conversations where account_id = ${accountId}`.execute(
      db,
    ),
    sql<Part>`select card_kind as "cardKind", card_id as "cardId", principal_kind as kind, principal_id as id from participants
      where account_id = ${accountId}`.execute(db),
    sql<{
      cardId: number
      userId: number
    }>`select card_id as "cardId", user_id as "userId" from participant_leaves
      where account_id = ${accountId}`.execute(db),
    sql<{
      id: number
      groupId: number | null
    }>`select id, group_id as "groupId" from users where account_id = ${accountId}`.execute(db),
    sql<
      Known['marks'][number]
    >`select 'stars' as table, user_id as "userId", number from stars where account_id = ${accountId}
      union all select 'subscriptions', user_id, number from subscriptions where account_id = ${accountId}`.execute(
      db,
    ),
  ])
  const groupOf = new Map(users.rows.map(({ id, groupId }) => [id, groupId]))
  return { rows: rows.rows, parts: parts.rows, leaves: leaves.rows, groupOf, marks: marks.rows }
}

/** R9 in plain words, beside the predicate that the database is asked with. */
function sees(viewer: Viewer, row: Row, known: Known): boolean {
  if (viewer.isAdmin) return true
  const reaches = (reach: string, responsible: number | null): boolean =>
    reach === 'all' ||
    (reach !== 'none' && responsible === viewer.userId) ||
    (reach === 'group' &&
      responsible !== null &&
      viewer.groupId !== null &&
      known.groupOf.get(responsible) === viewer.groupId)
  const { deals, customers, contacts } = viewer.rights
  if (row.cardKind === 'deal' && reaches(deals.view, row.responsible)) return true
  if (row.cardKind === 'customer' && reaches(customers.view, row.responsible)) return true
  if (reaches(contacts.view, row.contactResponsible)) return true
  const hasLeft = known.leaves.some(({ cardId, userId }) => cardId === row.cardId && userId === viewer.userId)
  return known.parts.some(
    ({ cardKind, cardId, kind, id }) =>
      cardKind === row.cardKind &&
      cardId === row.cardId &&
      (kind === 'user' ? id === viewer.userId : id === viewer.groupId && !hasLeft),
  )
}

type Judge = (row: Row, viewer: Viewer) => boolean

/** Filters with what they mean, row by row. */
function someFilters(): [ConversationWishes, Judge][] {
  const { crm, userIds } = world
  const userId = one(userIds)
  return [
    [{}, ({ isOpen }) => isOpen],
    [{ state: 'any', way: 'in' }, () => true],
    [{ state: 'closed' }, ({ isOpen }) => !isOpen],
    [{ preset: 'unanswered' }, ({ isWaiting }) => isWaiting],
    [{ read: 'unread' }, ({ isOpen, isRead }) => isOpen && !isRead],
    [{ read: 'read', card: 'deal' }, (row) => row.isOpen && row.isRead && row.cardKind === 'deal'],
    [{ preset: 'mine', state: 'any' }, (row, viewer) => row.responsible === viewer.userId],
    [{ responsibleUserId: [0, userId] }, (row) => row.isOpen && [null, userId].includes(row.responsible)],
    [
      { channelId: [crm.channelId], state: 'closed' },
      (row) => row.channelId === crm.channelId && !row.isOpen,
    ],
    [{ channelId: [crm.secondChannelId] }, () => false],
  ]
}

async function expectTrue(): Promise<void> {
  const known = await know(world.crm.accountId)
  for (const userId of world.userIds) {
    const viewer = await world.crm.viewer(userId)
    const seen = known.rows.filter((row) => sees(viewer, row, known))
    const open = seen.filter(({ isOpen }) => isOpen)
    const count = (is: (row: Row) => boolean): number => open.filter(is).length
    const marked = (table: string): number =>
      count(({ number }) =>
        known.marks.some((mark) => mark.table === table && mark.userId === userId && mark.number === number),
      )
    const counted = { ...(await countConversations(db, viewer)), ...(await countMarked(db, viewer)) }
    expect([userId, counted]).toEqual([
      userId,
      {
        open: open.length,
        unread: count(({ isRead }) => !isRead),
        unanswered: count(({ isWaiting }) => isWaiting),
        mine: count(({ responsible }) => responsible === userId),
        starred: marked('stars'),
        subscribed: marked('subscriptions'),
      },
    ])
    const [wishes, judge] = one(someFilters())
    const listed = await listAll(db, viewer, wishes)
    const expected = seen.filter((row) => judge(row, viewer)).map(({ number }) => number)
    expect([wishes, listed.toSorted(byNumber)]).toEqual([wishes, expected.toSorted(byNumber)])
  }
}

const byNumber = (first: number, second: number): number => first - second
