import { sql } from 'kysely'
import type { CompanyRow, SkippedCompany } from '#contract/companies'
import type { EventType } from '#contract/events'
import { mayDo, seesCompany, type Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { emitAll } from '#lib/events'
import { findCompanyRows } from './company-rows.ts'

/**
 * Deletes companies that the viewer may delete; others are skipped and told. Contacts and cards stay and go on pointing at
 * theirs, which is shown nowhere any more: so taking it back brings everything back.
 */
export async function deleteCompanies(
  tx: Tx,
  viewer: Viewer,
  companyIds: readonly number[],
  now: Date,
): Promise<{ deletedIds: number[]; skipped: SkippedCompany[] }> {
  const { mine, skipped } = await lockDeletable(tx, viewer, companyIds, { isDeleted: false })
  await setDeleted(tx, viewer, mine, { type: 'company.deleted', deletedAt: now, now })
  return { deletedIds: mine, skipped }
}

/** Takes a deletion back, whoever made it; the viewer could delete these companies. */
export async function restoreCompanies(
  tx: Tx,
  viewer: Viewer,
  companyIds: readonly number[],
  now: Date,
): Promise<{ rows: CompanyRow[]; skipped: SkippedCompany[] }> {
  const { mine, skipped } = await lockDeletable(tx, viewer, companyIds, { isDeleted: true })
  await setDeleted(tx, viewer, mine, { type: 'company.restored', deletedAt: null, now })
  return { rows: await findCompanyRows(tx, viewer.accountId, mine), skipped }
}

/** Locks them in the order of their ids. One that was merged into another is not there. */
async function lockDeletable(
  tx: Tx,
  viewer: Viewer,
  companyIds: readonly number[],
  { isDeleted }: { isDeleted: boolean },
): Promise<{ mine: number[]; skipped: SkippedCompany[] }> {
  const ids = [...new Set(companyIds)]
  const { rows } = await sql<{ id: number; userId: number | null; groupId: number | null }>`
    select b.id, b.responsible_user_id as "userId", u.group_id as "groupId" from companies b
    left join users u on u.account_id = b.account_id and u.id = b.responsible_user_id
    where b.account_id = ${viewer.accountId} and b.id = any(${ids}::bigint[]) and b.root_id = b.id
      and (b.deleted_at is not null) = ${isDeleted} and ${seesCompany(viewer, 'b')}
    order by b.id for no key update of b`.execute(tx)
  const found = new Map(rows.map((row) => [row.id, row]))
  const mine: number[] = []
  const skipped: SkippedCompany[] = []
  for (const companyId of ids) {
    const row = found.get(companyId)
    if (!row) skipped.push({ companyId, code: 'company.not_found' })
    else if (!mayDo(viewer, 'companies', 'delete', row))
      skipped.push({ companyId, code: 'session.forbidden' })
    else mine.push(companyId)
  }
  return { mine, skipped }
}

async function setDeleted(
  tx: Tx,
  { accountId, userId }: Viewer,
  ids: readonly number[],
  { type, deletedAt, now }: { type: EventType; deletedAt: Date | null; now: Date },
): Promise<void> {
  await sql`update companies set deleted_at = ${deletedAt}, updated_at = ${now}
    where account_id = ${accountId} and id = any(${[...ids]}::bigint[])`.execute(tx)
  await emitAll(
    tx,
    ids.map((id) => ({
      accountId,
      type,
      actor: { kind: 'user', id: userId },
      road: 'hand',
      subject: { kind: 'company', id },
      companyId: id,
      at: now,
    })),
  )
}
