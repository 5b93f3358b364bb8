import { beforeAll, expect, test } from 'vitest'
import { findViewer, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { explain } from '#lib/test-plans'
import { findCompanyView } from './features/companies/company-view.ts'
import { listCompanies } from './features/companies/list-companies.ts'
import { findContactView } from './features/contacts/contact-view.ts'
import { listContacts } from './features/contacts/list-contacts.ts'
import { findCustomerView } from './features/customers/customer-view.ts'
import { getCustomerBoard } from './features/customers/get-customer-board.ts'
import { listCustomers } from './features/customers/list-customers.ts'
import { countDeals } from './features/deals/count-deals.ts'
import { findDealView } from './features/deals/deal-view.ts'
import { getBoard } from './features/deals/get-board.ts'
import { listDeals } from './features/deals/list-deals.ts'
import { openCrm } from './features/deals/test-crm.ts'
import { listCompanyTasks } from './features/tasks/find-tasks.ts'
import { countTasks, listTasks } from './features/tasks/list-tasks.ts'

const database = await createTestDatabase()
const createCrm = await openCrm(database)

/** A client with a deal, a customer and a company; as a colleague of limited rights sees them, for whom more is asked. */
let viewer: Viewer
const ids = { dealId: 0, contactId: 0, customerId: 0, companyId: 0, pipelineId: 0 }

beforeAll(async () => {
  const crm = await createCrm()
  const make = async (path: string, body: object): Promise<number> =>
    ((await crm.call(crm.adminId, 'POST', path, body)).body as { id: number }).id
  const { dealId, contactId } = await crm.write('Марина')
  const own = { view: 'own', edit: 'own' } as const
  const userId = await crm.addUser({ deals: own, customers: own, contacts: own, companies: own, tasks: own })
  const customerId = await make('/customers', { contactId })
  const companyId = await make('/companies', { name: 'Зерно' })
  for (const path of [`deals/${dealId}`, `customers/${customerId}`, `companies/${companyId}`])
    await crm.call(crm.adminId, 'PATCH', `/${path}`, { responsibleUserId: userId })
  await crm.call(crm.adminId, 'PATCH', `/contacts/${contactId}`, { responsibleUserId: userId })
  const deal = await crm.call(crm.adminId, 'GET', `/deals/${dealId}`)
  const { pipelineId } = deal.body as { pipelineId: number }
  Object.assign(ids, { dealId, contactId, customerId, companyId, pipelineId })
  const found = await findViewer(database.db, crm.accountId, userId)
  if (!found) throw new Error('No such user')
  viewer = found
})

const page = { limit: 50 }
const now = new Date('2026-11-26T09:00:00Z')

/** However many rows a screen has: the most that one request asks the database. */
test.each<[string, number, (db: Read) => Promise<unknown>]>([
  ['the list of deals', 1, (db) => listDeals(db, viewer, page)],
  ['the board of deals', 2, (db) => getBoard(db, viewer, { ...page, pipelineId: ids.pipelineId })],
  ['the totals of deals', 1, (db) => countDeals(db, viewer, {})],
  ['the card of a deal', 3, (db) => findDealView(db, viewer, ids.dealId)],
  ['the list of customers', 1, (db) => listCustomers(db, viewer, page)],
  ['the board of customers', 2, (db) => getCustomerBoard(db, viewer, page)],
  ['the card of a customer', 3, (db) => findCustomerView(db, viewer, ids.customerId)],
  ['the list of contacts', 1, (db) => listContacts(db, viewer, page)],
  ['contacts found by a name', 2, (db) => listContacts(db, viewer, { ...page, search: 'марина' })],
  ['contacts found by a phone', 2, (db) => listContacts(db, viewer, { ...page, search: '8 921 123-45-67' })],
  [
    'contacts found by a part of a phone',
    3,
    (db) => listContacts(db, viewer, { ...page, search: '921 123' }),
  ],
  ['the page of a contact', 1, (db) => findContactView(db, viewer, ids.contactId)],
  ['the list of companies', 1, (db) => listCompanies(db, viewer, page)],
  ['the page of a company', 1, (db) => findCompanyView(db, viewer, ids.companyId)],
  ['the tasks of a company', 3, (db) => listCompanyTasks(db, viewer, ids.companyId)],
  ['the list of tasks', 2, (db) => listTasks(db, viewer, { ...page, group: 'today' }, now)],
  ['the counts of tasks', 2, (db) => countTasks(db, viewer, {}, now)],
])('%s is asked for in %i statements', async (_what, most, ask) => {
  expect(await explain(database, ask)).toHaveLength(most)
})
