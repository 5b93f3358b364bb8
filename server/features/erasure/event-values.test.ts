import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { openCrm } from '../deals/test-crm.ts'
import { eventValues } from './event-values.ts'
import { traceOf } from './trace.ts'

const database = await createTestDatabase()
const { db } = database
const open = await openCrm(database)

test.each([['Иван Петров'], ['Иван "Гром" Петров'], ['"Гром"'], [String.raw`Петров\Водкин`]])(
  '%s leaves the events of a card that he shares, and nothing else does',
  async (name) => {
    const crm = await open()
    const make = async (path: string, body: object): Promise<number> => {
      const reply = await crm.call(crm.adminId, 'POST', path, body)
      expect(reply.status, JSON.stringify(reply.body)).toBe(200)
      return (reply.body as { id: number }).id
    }
    const contactId = await make('/contacts', { name })
    const dealId = await make('/deals', {
      name: 'Общая',
      contactId: await make('/contacts', { name: 'Другой' }),
    })
    await sql`insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main, added_at)
      values (${crm.accountId}, 'deal', ${dealId}, ${contactId}, false, now())`.execute(db)
    for (const words of [`${name}, шкаф`, 'Шкаф', 'Стол'])
      await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { name: words })

    const trace = await traceOf(db, crm.accountId, contactId)
    await inTransaction(db, (tx) => eventValues.erase(tx, trace, new Date()))
    const { rows } = await sql<{ after: string | null }>`select after->>'name' as after from events
      where account_id = ${crm.accountId} and type = 'deal.changed' order by id`.execute(db)
    expect(rows.map(({ after }) => after)).toEqual([null, null, 'Стол'])
  },
)
