import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { FieldCondition } from '#contract/field-filter'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { listCompanies } from '../companies/list-companies.ts'
import { listContacts } from '../contacts/list-contacts.ts'
import { listCustomers } from '../customers/list-customers.ts'
import { addField, openFieldCrm } from './test-fields.ts'

/** Of so many rows of a kind every second has one choice, every thousandth the other. */
const rows = 20_000

const database = await createTestDatabase()
const { db } = database
const createCrm = await openFieldCrm(database)

const kinds = ['contact', 'company', 'customer'] as const
type Kind = (typeof kinds)[number]
type Fields = { choice: number; common: number; rare: number; number: number; text: number }

let viewer: Viewer
const fields = new Map<Kind, Fields>()

beforeAll(async () => {
  const crm = await createCrm()
  const { accountId } = crm
  viewer = await crm.viewer(crm.adminId)
  for (const kind of kinds) {
    const choice = await addField(crm, 'select', { kind, choices: ['часто', 'редко'] })
    const [common = 0, rare = 0] = choice.choices.map(({ id }) => id)
    const number = await addField(crm, 'number', { kind })
    const text = await addField(crm, 'text', { kind })
    fields.set(kind, { choice: choice.id, common, rare, number: number.id, text: text.id })
    await fillTable(accountId, kind)
    await sql`insert into field_values (account_id, entity_kind, entity_id, field_id, number_value, text_value)
      select ${accountId}::bigint, ${kind}, e.id, v.field_id, v.number, v.text from ${sql.table(tables[kind])} e
      cross join lateral (values
        (${choice.id}::bigint, case when e.id % 1000 = 0 then ${rare}::numeric when e.id % 2 = 0 then ${common}::numeric end, null::text),
        (${number.id}::bigint, e.id::numeric % 1000, null),
        (${text.id}::bigint, null, md5(e.id::text))) v(field_id, number, text)
      where e.account_id = ${accountId} and coalesce(v.number::text, v.text) is not null`.execute(db)
  }
  await sql`vacuum analyze`.execute(db)
})

const tables = { contact: 'contacts', company: 'companies', customer: 'customers' } as const

async function fillTable(accountId: number, kind: Kind): Promise<void> {
  const at = sql`timestamptz '2020-01-01' + i * interval '1 minute'`
  if (kind === 'customer') {
    await sql`insert into customers (account_id, id, root_id, pipeline_id, stage_id, name, stage_since, created_at, updated_at)
      select ${accountId}, n, n, s.pipeline_id, s.id, 'Покупатель ' || i, ${at}, ${at}, ${at}
      from (select s.pipeline_id, s.id from stages s join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id
        where s.account_id = ${accountId} and p.kind = 'customer' order by s.position limit 1) s,
        (select i, nextval('deal_ids') as n from generate_series(1, ${rows}::int) i) g`.execute(db)
    return
  }
  const [sequence, column, value] =
    kind === 'contact'
      ? [sql`'contact_ids'`, sql`, name_source`, sql`, 'user'`]
      : [sql`'company_ids'`, sql``, sql``]
  await sql`insert into ${sql.table(tables[kind])} (account_id, id, root_id, name, created_at, updated_at ${column})
    select ${accountId}, n, n, 'Имя ' || i, ${at}, ${at} ${value}
    from (select i, nextval(${sequence}) as n from generate_series(1, ${rows}::int) i) g`.execute(db)
}

const listers: Record<Kind, (read: Read, conditions: FieldCondition[]) => Promise<unknown>> = {
  contact: (read, conditions) => listContacts(read, viewer, { fields: conditions, limit: 50 }),
  company: (read, conditions) => listCompanies(read, viewer, { fields: conditions, limit: 50 }),
  customer: (read, conditions) => listCustomers(read, viewer, { fields: conditions, limit: 50 }),
}

const wishes: [string, (of: Fields) => FieldCondition[]][] = [
  ['a rare choice', ({ choice, rare }) => [{ fieldId: choice, is: 'any', ids: [rare] }]],
  ['a number', ({ number }) => [{ fieldId: number, is: 'between', from: 7, to: 7 }]],
  ['a part of a text', ({ text }) => [{ fieldId: text, is: 'like', text: 'abc12' }]],
  ['a common choice', ({ choice, common }) => [{ fieldId: choice, is: 'any', ids: [common] }]],
  ['an empty field', ({ choice }) => [{ fieldId: choice, is: 'empty' }]],
]

test.each(kinds.flatMap((kind) => wishes.map(([what, wish]) => [kind, what, wish] as const)))(
  'a page of the list of each %s, narrowed by %s, costs the same in a large account',
  async (kind, _what, wish) => {
    const of = fields.get(kind)
    if (!of) throw new Error('No fields')
    for (const plan of await explain(database, (read) => listers[kind](read, wish(of)))) {
      expect(plan.scanned.filter((table) => table === tables[kind] || table === 'field_values')).toEqual([])
      expect(plan.rows, plan.text).toBeLessThanOrEqual(400)
    }
  },
)
