import { afterEach, beforeEach, expect, test } from 'vitest'
import type { NotificationView } from '#contract/notifications'
import { changeDeal } from '#features/deals'
import type { Viewer } from '#features/access'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { messageOf, personOf } from '../intake/test-account.ts'
import { listNotifications } from './list-notifications.ts'
import { readPlace } from './read-notifications.ts'
import { openCentre, type Centre } from './test-centre.ts'

const database = await createTestDatabase()
const { db } = database
let centre: Centre
beforeEach(async () => {
  centre = await openCentre(database)
})
afterEach(() => centre.close())

async function addDeals(count: number): Promise<number[]> {
  for (let index = 0; index < count; index += 1) {
    await centre.account.take(
      messageOf(personOf(`${centre.account.accountId}-${index}`, 'Марина'), 'здравствуйте'),
    )
  }
  const rows = await db
    .selectFrom('deals')
    .select('id')
    .where('account_id', '=', centre.account.accountId)
    .execute()
  return rows.map(({ id }) => id)
}

const give = (dealId: number, to: Viewer | null, by: Viewer = centre.anna): Promise<unknown> =>
  inTransaction(db, (tx) =>
    changeDeal(tx, by, { dealId, responsibleUserId: to?.userId ?? null }, centre.clock.now),
  )

async function assignmentsOf(viewer: Viewer): Promise<NotificationView[]> {
  await centre.settle()
  const { items } = await listNotifications(db, viewer, { limit: 50 })
  return items.filter(({ kind }) => kind === 'assignment')
}

test('whoever becomes responsible for a deal is told who gave it; who takes it himself is not', async () => {
  const [dealId = 0] = await addDeals(1)
  await give(dealId, centre.anna)
  expect(await assignmentsOf(centre.anna)).toEqual([])
  await give(dealId, centre.boris)
  expect(await assignmentsOf(centre.boris)).toMatchObject([
    { card: { kind: 'deal', id: dealId }, by: { id: centre.anna.userId }, count: 1, isRead: false },
  ])
})

test('a deal that was given on before anybody could be told is told only to whom it went', async () => {
  const [dealId = 0] = await addDeals(1)
  await give(dealId, centre.boris)
  await give(dealId, null)
  expect(await assignmentsOf(centre.boris)).toEqual([])
})

test('many deals given at once are one line', async () => {
  for (const dealId of await addDeals(6)) await give(dealId, centre.boris)
  expect(await assignmentsOf(centre.boris)).toMatchObject([{ card: null, count: 6 }])
})

test('a look at the deal reads what told of it', async () => {
  const [dealId = 0] = await addDeals(1)
  await give(dealId, centre.boris)
  await assignmentsOf(centre.boris)
  const { clock, boris, anna } = centre
  const look = (viewer: Viewer): Promise<void> =>
    inTransaction(db, (tx) => readPlace(tx, viewer, { card: { kind: 'deal', id: dealId } }, clock.now))
  await look(anna)
  expect(await assignmentsOf(boris)).toMatchObject([{ isRead: false }])
  await look(boris)
  expect(await assignmentsOf(boris)).toMatchObject([{ isRead: true }])
})
