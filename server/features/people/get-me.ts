import { language } from '#contract/common'
import { importKinds, importNeeds } from '#contract/imports'
import { preferences, type Me } from '#contract/people'
import { botRights, storedRights, type Reach } from '#contract/permissions'
import { currentCursor } from '#lib/changes'
import type { Read } from '#lib/db'
import { listGroups } from './groups/group-queries.ts'
import { toAbsence } from './list-users.ts'
import { findMeRow } from './me-queries.ts'
import { listUserRows } from './user-queries.ts'

/** Everything the web needs at its start. The caller must be a user of the account. */
export async function getMe(db: Read, caller: { accountId: number; userId: number }): Promise<Me> {
  const liveCursor = await currentCursor(db)
  const row = await findMeRow(db, caller.accountId, caller.userId)
  if (!row) throw new Error('The signed-in user is not in his account')
  const colleagues = await listUserRows(db, caller.accountId)
  const rights = storedRights.parse(row.rights)
  const isAdmin = row.kind === 'admin'
  const may = (reach: Reach): boolean => isAdmin || reach !== 'none'
  return {
    user: {
      id: caller.userId,
      name: row.name,
      email: row.email,
      language: language.parse(row.language),
      timeZone: row.time_zone,
      preferences: preferences.parse(row.preferences),
    },
    account: {
      id: caller.accountId,
      name: row.account_name,
      subdomain: row.subdomain,
      timeZone: row.account_time_zone,
      currency: row.currency,
      country: row.country,
      createdAt: row.account_created_at.toISOString(),
    },
    rights: {
      isAdmin,
      settings: isAdmin || row.settings,
      answersClients: isAdmin || row.answers_clients,
      addsDeals: may(rights.deals.add),
      addsContacts: may(rights.contacts.add),
      addsCustomers: may(rights.customers.add),
      addsCompanies: may(rights.companies.add),
      addsTasks: may(rights.tasks.add),
      imports: importKinds.filter((kind) => importNeeds[kind].every((entity) => may(rights[entity].add))),
      exports: importKinds.filter((kind) => may(rights[kind].export)),
      analytics: isAdmin || row.analytics,
      incoming: isAdmin || (row.incoming && rights.deals.view !== 'none'),
      bots: isAdmin ? 'edit' : (botRights.find((one) => one === row.bots) ?? 'none'),
      stamp: row.stamp,
    },
    colleagues: colleagues.map((one) => ({
      id: one.id,
      name: one.name,
      isActive: one.status === 'active',
      groupId: one.group_id,
      ...toAbsence(one),
    })),
    groups: await listGroups(db, caller.accountId),
    liveCursor,
  }
}
