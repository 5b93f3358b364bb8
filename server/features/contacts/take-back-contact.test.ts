import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { takeBackCompany } from '../companies/take-back-company.ts'
import { takeBackCustomer } from '../customers/take-back-customer.ts'
import { takeBackDeal } from '../deals/take-back-deal.ts'
import { openCrm } from '../deals/test-crm.ts'
import { takeBackContact } from './take-back-contact.ts'

const database = await createTestDatabase()
const { db } = database
const open = await openCrm(database)

const kinds = [
  { table: 'contacts', column: 'contact_id', card: null, takeBack: takeBackContact },
  { table: 'companies', column: 'company_id', card: null, takeBack: takeBackCompany },
  { table: 'deals', column: 'card_id', card: 'deal', takeBack: takeBackDeal },
  { table: 'customers', column: 'card_id', card: 'customer', takeBack: takeBackCustomer },
]

/** Whether somebody waits for a lock in this database. */
async function expectWaiting(): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
      expect(rows).toHaveLength(1)
    },
    { timeout: 60_000 },
  )
}

test.each(kinds)(
  'one of $table that gets a task at this moment is not taken back',
  async ({ table, column, card, takeBack }) => {
    const crm = await open()
    const { accountId, adminId } = crm
    const viewer = await crm.viewer(adminId)
    const { body } = await crm.call(adminId, 'POST', `/${table}`, { name: 'Из файла' })
    const { id } = body as { id: number }
    const [hung, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const hanging = inTransaction(db, async (tx) => {
      await sql`select from ${sql.table(table)} where account_id = ${accountId} and id = ${id} for share`.execute(
        tx,
      )
      await sql`insert into tasks (account_id, request_id, type_id, text, due_at, remind_at, responsible_user_id, created_by,
          created_at, updated_at, card_kind, ${sql.ref(column)})
        values (${accountId}, ${randomUUID()}, 1, 'Позвонить', now(), now(), ${adminId}, ${adminId}, now(), now(), ${card}, ${id})`.execute(
        tx,
      )
      hung.resolve()
      await gate.promise
    })
    await hung.promise
    const made = { id, madeAt: new Date() }
    const taking = inTransaction(db, (tx) => takeBack(tx, viewer, made, new Date(), 'import'))
    await expectWaiting()
    gate.resolve()
    await hanging
    expect(await taking).toBe('used')
  },
)
