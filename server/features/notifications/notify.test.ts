import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { NotificationView } from '#contract/notifications'
import { findViewer, rightsOf, type Viewer } from '#features/access'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf, type TestAccount } from '../intake/test-account.ts'
import { clearNotices, notify, rewordNotices, withdrawNotices, type Notice } from './notify.ts'
import { countUnread, listNotifications } from './list-notifications.ts'

const database = await createTestDatabase()
const { db } = database
const now = new Date('2026-03-02T10:00:00Z')
const later = new Date('2026-03-02T11:00:00Z')

let account: TestAccount
let anna: Viewer
let boris: Viewer
beforeEach(async () => {
  account = await createTestAccount(database)
  anna = await viewerOf(account.adminId)
  boris = await addColleague()
})

async function viewerOf(userId: number): Promise<Viewer> {
  const viewer = await findViewer(db, account.accountId, userId)
  if (!viewer) throw new Error('There is no such user')
  return viewer
}

async function addColleague(): Promise<Viewer> {
  const { rows } = await sql<{ id: number }>`
    insert into users (account_id, login_id, name, email, role_id, language, time_zone)
    select ${account.accountId}, gen_random_uuid()::text, 'Борис', gen_random_uuid()::text, id, 'ru', 'UTC' from roles
    where account_id = ${account.accountId} and kind = 'member' returning id`.execute(db)
  return viewerOf(rows[0]?.id ?? 0)
}

const notice = (own: Partial<Notice>): Notice => ({
  accountId: account.accountId,
  kind: 'internal',
  userIds: [anna.userId, boris.userId],
  subject: 'chat:1',
  thingId: 'message:1',
  byUserId: null,
  text: 'Позвони ему',
  at: now,
  ...own,
})
const tell = (own: Partial<Notice> = {}): Promise<void> => inTransaction(db, (tx) => notify(tx, notice(own)))

async function linesOf(viewer: Viewer): Promise<NotificationView[]> {
  const { items } = await listNotifications(db, viewer, { limit: 50 })
  expect(await countUnread(db, viewer)).toBe(items.filter((item) => !item.isRead).length)
  return items
}

test('everybody named is told but whoever did it, and who no longer works here', async () => {
  const gone = await addColleague()
  await sql`update users set status = 'deactivated' where id = ${gone.userId}`.execute(db)
  await tell({ userIds: [anna.userId, boris.userId, gone.userId], byUserId: anna.userId })
  expect(await linesOf(anna)).toEqual([])
  expect(await linesOf(boris)).toMatchObject([
    { kind: 'internal', text: 'Позвони ему', count: 1, thingId: 'message:1', by: { id: anna.userId } },
  ])
  const { rows } =
    await sql`select from notifications where user_id = ${gone.userId} and account_id = ${account.accountId}`.execute(
      db,
    )
  expect(rows).toEqual([])
})

test('a flood about one thing is one line with a count and the newest words; once read, the next is a new line', async () => {
  await tell()
  await tell({ text: 'Уже не надо', thingId: 'message:2', at: later })
  expect(await linesOf(anna)).toMatchObject([
    { count: 2, text: 'Уже не надо', thingId: 'message:2', at: later.toISOString(), isRead: false },
  ])
  await tell({ kind: 'task' })
  await tell({ subject: 'chat:2' })
  expect(await linesOf(anna)).toHaveLength(3)
  const meant = { accountId: account.accountId, subject: 'chat:1', kinds: ['internal'] as const, now: later }
  await inTransaction(db, (tx) => clearNotices(tx, { ...meant, userIds: [anna.userId] }))
  await tell({ text: 'Снова' })
  expect((await linesOf(anna)).filter((line) => line.kind === 'internal')).toHaveLength(3)
  expect(await countUnread(db, boris)).toBe(3)
})

test('words that are changed or withdrawn are nowhere any more, and long ones are cut', async () => {
  await tell({ text: 'Я'.repeat(300) })
  expect(await linesOf(anna)).toMatchObject([{ text: `${'Я'.repeat(199)}…` }])
  const thing = {
    accountId: account.accountId,
    kinds: ['internal', 'task'] as const,
    thingId: 'message:1',
  }
  await inTransaction(db, (tx) => rewordNotices(tx, thing, 'Исправлено'))
  expect(await linesOf(anna)).toMatchObject([{ text: 'Исправлено' }])
  await inTransaction(db, (tx) => withdrawNotices(tx, thing))
  expect(await linesOf(anna)).toEqual([])
})

test('what is in a deal is shown with it, and only to who may see the deal', async () => {
  await account.take(messageOf(personOf('1', 'Марина'), 'здравствуйте'))
  const deal = await db
    .selectFrom('deals')
    .select(['id', 'name'])
    .where('account_id', '=', account.accountId)
    .executeTakeFirstOrThrow()
  await tell({ card: { kind: 'deal', id: deal.id }, number: 1 })
  expect(await linesOf(anna)).toMatchObject([
    { card: { kind: 'deal', ...deal }, number: 1, contact: { name: 'Марина' } },
  ])
  const blind = { ...boris, rights: rightsOf(() => 'none') }
  expect(await linesOf(blind)).toEqual([])
})

test('a tab shows its own kinds, and how many are unread in each is exact', async () => {
  await tell()
  await tell({ kind: 'task' })
  await tell({ kind: 'reminder', subject: 'conversation:1' })
  const page = await listNotifications(db, anna, { limit: 1, group: 'team' })
  expect(page.unread).toEqual({ clients: 1, team: 2, system: 0 })
  const rest = await listNotifications(db, anna, { limit: 5, group: 'team', cursor: page.next ?? undefined })
  expect([...page.items, ...rest.items].map(({ kind }) => kind).toSorted()).toEqual(['internal', 'task'])
  expect(rest).toMatchObject({ next: null, unread: null })
  const system = await listNotifications(db, anna, { limit: 5, group: 'system' })
  expect(system.items).toEqual([])
})
