import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { listCompanies } from '../companies/list-companies.ts'
import { listCustomers } from '../customers/list-customers.ts'
import { countDeals } from '../deals/count-deals.ts'
import { listDeals } from '../deals/list-deals.ts'
import { openCrm } from '../deals/test-crm.ts'
import { listContacts } from './list-contacts.ts'

/** What an account has after some years: many contacts, each with a phone, a deal, a company and a customer. */
const many = 12_000

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let admin: Viewer
let own: Viewer
let group: Viewer
let rareStageOfDeals = 0
let rareStageOfCustomers = 0

beforeAll(async () => {
  const crm = await createCrm()
  const groupId = await crm.addGroup()
  const viewOf = (view: 'own' | 'group'): Parameters<typeof crm.addUser>[0] => ({
    deals: { view },
    contacts: { view },
    companies: { view },
    customers: { view },
  })
  admin = await crm.viewer(crm.adminId)
  own = await crm.viewer(await crm.addUser(viewOf('own'), groupId))
  group = await crm.viewer(await crm.addUser(viewOf('group'), groupId))
  await crm.write('Марина')
  await addMany(crm.accountId)
  await sql`vacuum analyze`.execute(db)
  const { rows } = await sql<{ kind: string; id: number }>`
    select p.kind, min(s.id) as id from pipelines p join stages s on s.account_id = p.account_id and s.pipeline_id = p.id
    where p.account_id = ${crm.accountId} and s.kind = 'normal' group by 1`.execute(db)
  rareStageOfDeals = rows.find(({ kind }) => kind === 'deal')?.id ?? 0
  rareStageOfCustomers = rows.find(({ kind }) => kind === 'customer')?.id ?? 0
})

/**
 * The limited user has a hundred of each, the oldest ones; one in fifty stands in the first stage, the oldest ones of all; ten of
 * the newest deals have another name than the others.
 */
async function addMany(accountId: number): Promise<void> {
  const stagesOf = (kind: 'deal' | 'customer') => sql`(
    select s.pipeline_id, s.id, row_number() over (order by s.id) as place from stages s
    join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id and p.kind = ${kind}
    where s.account_id = ${accountId} and s.kind = 'normal')`
  await sql`
    with n as (
      select i, nextval('contact_ids') as contact, nextval('company_ids') as company, nextval('deal_ids') as deal, nextval('deal_ids') as customer,
        case when i <= 100 then ${own.userId}::bigint else ${admin.userId} end as responsible, timestamptz '2020-01-01' + i * interval '1 minute' as at,
        case when i <= 240 then 1 else 2 end as place
      from generate_series(1, ${many}::int) i
    ), k as (
      insert into contacts (account_id, id, root_id, name, name_source, responsible_user_id, updated_at, blocked_at)
      select ${accountId}, contact, contact, 'Клиент ' || md5(i::text), 'user', responsible, at, case when i <= 60 then at end from n
    ), points as (
      insert into contact_points (account_id, contact_id, kind, normal, shown, is_primary)
      select ${accountId}, contact, 'phone', (79000000000 + i * 7919)::text, '+' || (79000000000 + i * 7919), true from n
    ), b as (
      insert into companies (account_id, id, root_id, name, responsible_user_id, updated_at)
      select ${accountId}, company, company, case when i = 7 then 'Ромашка' else 'Фирма ' || md5(i::text) end, responsible, at from n
    ), d as (
      insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id, updated_at)
      select ${accountId}, deal, deal, s.pipeline_id, s.id, case when i > ${many - 10} then 'Акция ' else 'Сделка ' end || md5(i::text),
        responsible, contact, at
      from n join ${stagesOf('deal')} s using (place)
    ), c as (
      insert into customers (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id, updated_at)
      select ${accountId}, customer, customer, s.pipeline_id, s.id, case when i = 7 then 'Ромашка' else 'Покупатель ' || md5(i::text) end,
        responsible, contact, at
      from n join ${stagesOf('customer')} s using (place)
    )
    insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main)
    select ${accountId}::bigint, 'deal', deal, contact, true from n
    union all select ${accountId}::bigint, 'customer', customer, contact, true from n`.execute(db)
}

/** As in the names. */
const md5 = (index: number): string => createHash('md5').update(String(index)).digest('hex')

const large = new Set(['contacts', 'contact_points', 'companies', 'deals', 'customers', 'card_contacts'])

/** It finds something, reads no large table whole, and no step looks at more rows than a page may need. */
async function expectCheap(list: (read: Read) => Promise<{ items: unknown[] }>): Promise<void> {
  expect((await list(db)).items.length).toBeGreaterThan(0)
  const plans = await explain(database, list)
  expect(plans.length).toBeGreaterThan(0)
  for (const plan of plans) {
    const whole = plan.scanned.filter((name) => large.has(name))
    expect(whole, plan.text).toEqual([])
    expect(plan.rows, plan.text).toBeLessThanOrEqual(210)
  }
}

const ofOwn = (): { responsibleUserId: number[] } => ({ responsibleUserId: [0, own.userId] })

test.each([
  ['everything', () => admin, () => ({})],
  ['by name', () => admin, () => ({ sort: 'name', order: 'asc' }) as const],
  ['of who sees his own', () => own, () => ({})],
  ['of who sees his group’s', () => group, () => ({})],
  ['of one responsible or nobody', () => admin, ofOwn],
  ['blocked ones', () => admin, () => ({ isBlocked: 'yes' }) as const],
  ['with a rare name', () => admin, () => ({ search: 'марина' })],
  ['with a common name', () => admin, () => ({ search: 'клиент' })],
  ['with a common and a rare word', () => admin, () => ({ search: `клиент ${md5(7).slice(0, 9)}` })],
  ['with a phone', () => admin, () => ({ search: '8 900 026-92-46' })],
  ['with the first digits of many phones', () => admin, () => ({ search: '+7 90' })],
])('a page of contacts, %s, costs the same in a large account', async (_what, viewer, wish) => {
  await expectCheap((read) => listContacts(read, viewer(), { limit: 50, ...wish() }))
})

test.each([
  ['everything', () => admin, () => ({})],
  ['of who sees his own', () => own, () => ({})],
  ['of who sees his group’s', () => group, () => ({})],
  ['of one responsible or nobody', () => admin, ofOwn],
  ['with a rare name', () => admin, () => ({ search: 'ромашка' })],
  ['with a common name', () => admin, () => ({ search: 'фирма' })],
  ['with a common name, of who sees his own', () => own, () => ({ search: 'фирма' })],
])('a page of companies, %s, costs the same in a large account', async (_what, viewer, wish) => {
  await expectCheap((read) => listCompanies(read, viewer(), { limit: 50, ...wish() }))
})

test.each([
  ['everything', () => admin, () => ({})],
  ['by what they have bought', () => admin, () => ({ sort: 'ltv' }) as const],
  ['in a rare stage', () => admin, () => ({ stageId: [rareStageOfCustomers] })],
  ['of who sees his own', () => own, () => ({})],
  ['of who sees his group’s', () => group, () => ({})],
  ['of one responsible or nobody', () => admin, ofOwn],
  ['with a rare name', () => admin, () => ({ search: 'ромашка' })],
  ['with a common name', () => admin, () => ({ search: 'покупатель' })],
  ['with the common name of a contact', () => admin, () => ({ search: 'клиент' })],
])('a page of customers, %s, costs the same in a large account', async (_what, viewer, wish) => {
  await expectCheap((read) => listCustomers(read, viewer(), { limit: 50, ...wish() }))
})

test.each([
  ['everything', () => admin, () => ({})],
  ['in a rare stage', () => admin, () => ({ stageId: [rareStageOfDeals] })],
  ['of one responsible or nobody', () => admin, ofOwn],
  ['of who sees his own', () => own, () => ({})],
  ['of who sees his group’s', () => group, () => ({})],
  ['in a rare stage, of who sees his own', () => own, () => ({ stageId: [rareStageOfDeals] })],
  ['with a rare name', () => admin, () => ({ search: 'марина' })],
  ['with a common name', () => admin, () => ({ search: 'сделка' })],
  ['with a common and a rare word', () => admin, () => ({ search: `сделка ${md5(7).slice(0, 9)}` })],
  ['with a name that only some of the newest have', () => admin, () => ({ search: 'акция' })],
  ['with a common name, by budget', () => admin, () => ({ search: 'сделка', sort: 'budget' }) as const],
  ['with the common name of a contact', () => admin, () => ({ search: 'клиент' })],
])('a page of deals, %s, costs the same in a large account', async (_what, viewer, wish) => {
  await expectCheap((read) => listDeals(read, viewer(), { limit: 50, ...wish() }))
})

test.each([
  'сделка',
  'акция',
  'СДЕЛКА a',
  'сделка ab',
  'ab',
  'a1b',
  'a1',
  'клиент',
  'клиент a1',
  'марина',
  'лка 0',
  'нет такой',
  '%',
  'сделка %',
])(
  'deals with “%s” in their names or in those of their contacts are found, and no others',
  async (search) => {
    const { rows } = await sql<{ id: number }>`
    select d.id from deals d left join contacts k on k.account_id = d.account_id and k.id = d.main_contact_id
    where d.account_id = ${admin.accountId}
      and (position(${search.toLowerCase()} in lower(d.name)) > 0
        or ${search.length > 2} and position(${search.toLowerCase()} in lower(k.name)) > 0)
    order by d.updated_at desc, d.id desc`.execute(db)
    const found: number[] = []
    let cursor: string | undefined
    do {
      const page = await listDeals(db, admin, { limit: 200, search, cursor })
      found.push(...page.items.map(({ id }) => id))
      cursor = page.next ?? undefined
    } while (cursor !== undefined && found.length < 1000)
    const all = rows.map(({ id }) => id)
    expect(found).toEqual(found.length < 1000 ? all : all.slice(0, found.length))
    const totals = await countDeals(db, admin, { search })
    expect(totals.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length)
  },
)
