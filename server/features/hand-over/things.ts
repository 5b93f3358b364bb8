import type { HandedKind } from '#contract/hand-over'
import type { Giving } from '#features/access'
import { countCompaniesOf, giveCompanies } from '#features/companies'
import { countContactsOf, giveContacts } from '#features/contacts'
import { countCustomersOf, giveCustomers } from '#features/customers'
import { countDealsOf, giveDeals } from '#features/deals'
import { countTasksOf, giveTasks } from '#features/tasks'
import type { Read, Tx } from '#lib/db'

type Thing = {
  what: HandedKind
  count(db: Read, accountId: number, userId: number): Promise<number>
  /** Gives a portion away. @returns how many; 0: none is left. */
  give(tx: Tx, giving: Giving): Promise<number>
}

/** Everything that has a responsible, in the order in which it is handed over. */
export const things: readonly Thing[] = [
  { what: 'deals', count: countDealsOf, give: giveDeals },
  { what: 'customers', count: countCustomersOf, give: giveCustomers },
  {
    what: 'conversations',
    count: (db, accountId, userId) => countContactsOf(db, accountId, userId, 'talking'),
    give: (tx, giving) => giveContacts(tx, giving, 'talking'),
  },
  {
    what: 'contacts',
    count: (db, accountId, userId) => countContactsOf(db, accountId, userId, 'all'),
    give: (tx, giving) => giveContacts(tx, giving, 'all'),
  },
  { what: 'companies', count: countCompaniesOf, give: giveCompanies },
  { what: 'tasks', count: countTasksOf, give: giveTasks },
]

export async function countHoldings(
  db: Read,
  accountId: number,
  userId: number,
): Promise<{ what: HandedKind; count: number }[]> {
  return Promise.all(
    things.map(async ({ what, count }) => ({ what, count: await count(db, accountId, userId) })),
  )
}
