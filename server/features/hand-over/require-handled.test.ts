import { expect, test } from 'vitest'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { openCrm } from '../deals/test-crm.ts'
import { startHandOver } from './start-hand-over.ts'

const database = await createTestDatabase()
const { db } = database
await migrateJobs(database.pool)
const open = await openCrm(database)

test('who is no admin hands over what he and those with no more rights answer for, of nobody above him', async () => {
  const crm = await open()
  const own = { view: 'own', edit: 'own', add: 'own', delete: 'own', export: 'own' } as const
  const [head, mate] = [await crm.addUser({ deals: own }), await crm.addUser({ deals: own })]
  const above = await crm.addUser()
  const { role_id: roleId } = await db
    .selectFrom('users')
    .select('role_id')
    .where('id', '=', head)
    .executeTakeFirstOrThrow()
  const caller = { ...(await crm.viewer(head)), name: 'Борис', roleId }
  const begin = (fromUserId: number, toUserId: number): Promise<unknown> =>
    inTransaction(db, (tx) =>
      startHandOver(tx, caller, fromUserId, { toUserId, what: ['deals'] }, new Date()),
    )
  const refused = new AppError('role.beyond_own')
  await expect(begin(above, head)).rejects.toEqual(refused)
  await expect(begin(crm.adminId, mate)).rejects.toEqual(refused)
  expect(await begin(mate, head)).toMatchObject({ toUserId: head })
  expect(await begin(head, mate)).toMatchObject({ toUserId: mate })
})
