import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { dismissConversation } from '#features/conversations'
import { recordAllMissed } from '#features/response-time'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { messageOf, personOf } from '../intake/test-account.ts'
import { chatOf, sendAs } from '../messages/test-messages.ts'
import { listNotifications } from './list-notifications.ts'
import { openCentre } from './test-centre.ts'
import type { Viewer } from '#features/access'

const database = await createTestDatabase()
const { db } = database

test('who is to answer is told until it is answered, the head until he has read it; of a late answer only the head is', async () => {
  const centre = await openCentre(database)
  const { account, anna, boris } = centre
  const { accountId } = account
  const set = (headUserId: number) =>
    sql`update accounts set settings = settings || ${JSON.stringify({
      responseTime: { isOn: true, limitMinutes: 15, counts: 'all', headUserId },
    })}::jsonb where id = ${accountId}`.execute(db)
  await set(anna.userId)
  const now = new Date()
  const missedBy = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)
  for (const person of ['1', '2', '3'])
    await account.take(messageOf(personOf(person), 'Вы здесь?', { at: now }))
  await sql`update deals set responsible_user_id = ${boris.userId} where account_id = ${accountId}`.execute(
    db,
  )
  await sql`update conversations set responsible_user_id = ${boris.userId} where account_id = ${accountId}`.execute(
    db,
  )
  const lines = async (viewer: Viewer): Promise<string[]> => {
    await centre.settle()
    const { items } = await listNotifications(db, viewer, { limit: 50 })
    return items
      .flatMap((item) =>
        item.kind === 'response_time' ? `${item.number} ${item.isRead ? 'read' : 'new'}` : [],
      )
      .toSorted()
  }

  await inTransaction(db, (tx) =>
    dismissConversation(tx, {
      accountId,
      number: 3,
      actor: { kind: 'user', id: boris.userId },
      now: missedBy(16),
    }),
  )
  expect(await lines(boris)).toEqual([])
  expect(await lines(anna)).toEqual(['3 new'])

  await recordAllMissed({ db, clock: () => missedBy(16) })
  expect(await lines(boris)).toEqual(['1 new', '2 new'])
  expect(await lines(anna)).toEqual(['1 new', '2 new', '3 new'])

  await sendAs(db, boris, await chatOf(db, accountId, '1'), { text: 'Да' }, missedBy(20))
  expect(await lines(boris)).toEqual(['1 read', '2 new'])
  expect(await lines(anna)).toEqual(['1 new', '2 new', '3 new'])

  await set(boris.userId)
  await sendAs(db, boris, await chatOf(db, accountId, '2'), { text: 'Да' }, missedBy(21))
  expect(await lines(boris)).toEqual(['1 read', '2 read'])
  await centre.close()
})
