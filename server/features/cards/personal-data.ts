import { sql, type RawBuilder } from 'kysely'
import { matchesAny } from '#lib/like'
import type { PersonalData, PersonTrace } from '#lib/personal-data'

const tables = ['deals', 'customers'] as const

/** Cards of nobody else, and those that are called by his name. */
function named(table: (typeof tables)[number], trace: PersonTrace): RawBuilder<boolean> {
  const own = table === 'deals' ? trace.dealIds : trace.customerIds
  const kind = table === 'deals' ? 'deal' : 'customer'
  return sql<boolean>`d.account_id = ${trace.accountId} and d.name <> ${trace.erasedName} and (d.id = any(${own}::bigint[])
    or d.id in (select cc.card_id from card_contacts cc where cc.account_id = ${trace.accountId} and cc.card_kind = ${kind}
        and cc.contact_id = any(${trace.contactIds}::bigint[])) and ${matchesAny(sql`d.name`, [...trace.names, ...trace.ids])})`
}

/** Names of cards: a card that a conversation makes is called as its person. */
export const personalData: PersonalData[] = [
  {
    kind: 'cards',
    async count(db, trace) {
      const { rows } = await sql<{ n: number }>`
        select (select count(*) from deals d where ${named('deals', trace)})::int
          + (select count(*) from customers d where ${named('customers', trace)})::int as n`.execute(db)
      return rows[0]?.n ?? 0
    },
    async erase(tx, trace, now) {
      for (const table of tables)
        await sql`update ${sql.table(table)} d set name = ${trace.erasedName}, updated_at = ${now} where ${named(table, trace)}`.execute(
          tx,
        )
      await sql`update purchases set comment = '' where account_id = ${trace.accountId}
        and customer_id = any(${trace.customerIds}::bigint[]) and comment <> ''`.execute(tx)
    },
  },
]
