import { sql } from 'kysely'
import type { CompanyRow, SkippedCompany } from '#contract/companies'
import { requireActiveUser, type Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { changeCompany } from './change-company.ts'
import { findCompanyRows } from './company-rows.ts'
import { findCompanyView } from './company-view.ts'

type Standing = { responsibleUserId: number | null }
type OneChange = Standing & { companyId: number; seen?: Standing | undefined }

/**
 * Gives many companies another responsible, in the order of their ids, which is that of all locks. Those the viewer may not
 * see or edit, or whose responsible is no longer as he saw it, are skipped and told. Throws `user.not_found`: then nothing is
 * changed.
 */
export async function changeCompanies(
  tx: Tx,
  viewer: Viewer,
  changes: OneChange[],
  now: Date,
): Promise<{
  rows: CompanyRow[]
  before: (Standing & { companyId: number })[]
  skipped: SkippedCompany[]
}> {
  const { accountId } = viewer
  for (const userId of new Set(changes.map(({ responsibleUserId }) => responsibleUserId))) {
    if (userId !== null) await requireActiveUser(tx, accountId, userId)
  }
  const each = [...new Map(changes.map((change) => [change.companyId, change])).values()]
  const ids = each.map(({ companyId }) => companyId)
  await sql`select from companies where account_id = ${accountId} and id = any(${ids}::bigint[])
    order by id for no key update`.execute(tx)
  const before: (Standing & { companyId: number })[] = []
  const skipped: SkippedCompany[] = []
  for (const { companyId, responsibleUserId, seen } of each) {
    const company = await findCompanyView(tx, viewer, companyId)
    const isOther = seen !== undefined && seen.responsibleUserId !== company?.responsibleUserId
    if (!company) skipped.push({ companyId, code: 'company.not_found' })
    else if (!company.canEdit) skipped.push({ companyId, code: 'session.forbidden' })
    else if (isOther) skipped.push({ companyId, code: 'company.changed_meanwhile' })
    else {
      before.push({ companyId, responsibleUserId: company.responsibleUserId })
      await changeCompany(tx, viewer, { companyId, responsibleUserId }, now)
    }
  }
  return {
    rows: await findCompanyRows(
      tx,
      accountId,
      before.map(({ companyId }) => companyId),
    ),
    before,
    skipped,
  }
}
