import { sql } from 'kysely'
import type { CompanyName } from '#contract/contacts'
import type { TypedPoint } from '#contract/points'
import { seesCompany, seesContact, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { findCountry } from './find-country.ts'
import { readPoint } from './read-points.ts'

type Asked = Pick<TypedPoint, 'kind' | 'value'> & {
  exceptContactId?: number | undefined
  exceptCompanyId?: number | undefined
}

const mostNamed = 5

/** Contacts and companies that have this phone or e-mail, of those the viewer may see; of others nothing is said. */
export async function findKnownPoints(
  db: Read,
  viewer: Viewer,
  asked: Asked,
): Promise<{ contacts: CompanyName[]; companies: CompanyName[] }> {
  const { accountId } = viewer
  const read = readPoint(asked, await findCountry(db, accountId))
  if (!read) return { contacts: [], companies: [] }
  const { rows: contacts } = await sql<CompanyName>`
    select distinct k.id, k.name from contact_points p
    join contacts own on own.account_id = p.account_id and own.id = p.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id and k.deleted_at is null
    where p.account_id = ${accountId} and p.kind = ${asked.kind} and p.normal = ${read.normal}
      and k.id <> ${asked.exceptContactId ?? 0} and ${seesContact(viewer, 'k')}
    order by k.id limit ${sql.lit(mostNamed)}`.execute(db)
  const { rows: companies } = await sql<CompanyName>`
    select distinct k.id, k.name from company_points p
    join companies own on own.account_id = p.account_id and own.id = p.company_id
    join companies k on k.account_id = own.account_id and k.id = own.root_id and k.deleted_at is null
    where p.account_id = ${accountId} and p.kind = ${asked.kind} and p.normal = ${read.normal}
      and k.id <> ${asked.exceptCompanyId ?? 0} and ${seesCompany(viewer, 'k')}
    order by k.id limit ${sql.lit(mostNamed)}`.execute(db)
  return { contacts, companies }
}
