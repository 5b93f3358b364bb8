import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { uuidv7 } from '#lib/crypto'
import { createTestDatabase } from '#lib/test-database'
import { openCrm } from './test-crm.ts'

const database = await createTestDatabase()
const crm = await (await openCrm(database))()

const count = async (table: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}
    where account_id = ${crm.accountId}`.execute(database.db)
  return rows[0]?.n ?? 0
}

test.each(['/deals', '/contacts', '/companies', '/customers'])(
  'POST %s again with the same id answers what the first made, also when five come at once',
  async (path) => {
    const before = await count(path.slice(1))
    const body = { requestId: uuidv7(), name: 'Кофейня у реки' }
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => crm.call(crm.adminId, 'POST', path, body)),
    )
    const later = await crm.call(crm.adminId, 'POST', path, body)
    const answers = [...replies, later]
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(new Set(answers.map((answer) => (answer.body as { id: number }).id)).size).toBe(1)
    expect(await count(path.slice(1))).toBe(before + 1)
  },
)

test('a request that was refused makes nothing and may come again; an id of something else is refused', async () => {
  const requestId = uuidv7()
  const refused = await crm.call(crm.adminId, 'POST', '/deals', {
    requestId,
    name: 'Заказ',
    contactId: 999_999,
  })
  expect(refused.status).toBe(404)
  const made = await crm.call(crm.adminId, 'POST', '/deals', { requestId, name: 'Заказ' })
  expect(made.status).toBe(200)
  const before = await count('companies')
  const other = await crm.call(crm.adminId, 'POST', '/companies', { requestId, name: 'Заказ' })
  expect(other).toMatchObject({
    status: 422,
    body: { error: { details: { fields: [{ path: 'requestId', problem: 'taken' }] } } },
  })
  expect(await count('companies')).toBe(before)
})
