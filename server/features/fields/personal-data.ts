import { sql } from 'kysely'
import type { PersonalData } from '#lib/personal-data'

/** Values of the account’s own fields and tags: of a person, and of cards that are of nobody else. */
export const personalData: PersonalData[] = [
  {
    kind: 'fields',
    async count(db, trace) {
      const { rows } = await sql<{
        n: number
      }>`select (select count(*) from field_values where account_id = ${trace.accountId} and (entity_kind = 'contact' and entity_id = any(${trace.contactIds}::bigint[])
          or entity_kind = 'deal' and entity_id = any(${trace.dealIds}::bigint[])
          or entity_kind = 'customer' and entity_id = any(${trace.customerIds}::bigint[])))::int
        + (select count(*) from entity_tags where account_id = ${trace.accountId} and entity_kind = 'contact'
          and entity_id = any(${trace.contactIds}::bigint[]))::int
        + (select count(*) from contacts where account_id = ${trace.accountId} and id = any(${trace.contactIds}::bigint[]) and fields <> '{}')::int
        + (select count(*) from deals where account_id = ${trace.accountId} and id = any(${trace.dealIds}::bigint[]) and fields <> '{}')::int
        + (select count(*) from customers where account_id = ${trace.accountId} and id = any(${trace.customerIds}::bigint[]) and fields <> '{}')::int as n`.execute(
        db,
      )
      return rows[0]?.n ?? 0
    },
    async erase(tx, trace) {
      await sql`delete from field_values where account_id = ${trace.accountId} and (entity_kind = 'contact' and entity_id = any(${trace.contactIds}::bigint[])
          or entity_kind = 'deal' and entity_id = any(${trace.dealIds}::bigint[])
          or entity_kind = 'customer' and entity_id = any(${trace.customerIds}::bigint[]))`.execute(tx)
      await sql`delete from entity_tags where account_id = ${trace.accountId} and entity_kind = 'contact'
        and entity_id = any(${trace.contactIds}::bigint[])`.execute(tx)
      for (const [table, ids] of [
        ['contacts', trace.contactIds],
        ['deals', trace.dealIds],
        ['customers', trace.customerIds],
      ] as const)
        await sql`update ${sql.table(table)} set fields = '{}' where account_id = ${trace.accountId}
          and id = any(${ids}::bigint[]) and fields <> '{}'`.execute(tx)
    },
  },
]
