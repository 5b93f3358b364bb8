import { sql } from 'kysely'
import type { CardKind, EntityRef } from '#contract/common'
import { seesContact, seesCustomer, seesDeal, type Viewer } from '#features/access'
import type { Read } from '#lib/db'

/** What belongs together on the page of something: rows that the viewer sees, merged ones with their survivors. */
export type Gathered = {
  contacts: number[]
  companies: number[]
  /** Of both kinds: their ids come from one sequence. */
  cards: { kind: CardKind; id: number }[]
}

/** A card and a contact stand for themselves, a company for its contacts and its cards as well. The rights on it are the caller's. */
export async function findGathered(db: Read, viewer: Viewer, holder: EntityRef): Promise<Gathered> {
  if (holder.kind === 'deal' || holder.kind === 'customer') {
    return { contacts: [], companies: [], cards: [{ kind: holder.kind, id: holder.id }] }
  }
  const a = viewer.accountId
  const kin = sql`select id from companies where account_id = ${a} and root_id = ${holder.id}`
  const { rows } = await (
    holder.kind === 'contact'
      ? sql<EntityRef>`select 'contact' as kind, id from contacts where account_id = ${a} and root_id = ${holder.id}`
      : sql<EntityRef>`
        select 'company' as kind, id from (${kin}) b
        union all select 'contact', member.id from contacts k
          join contacts member on member.account_id = k.account_id and member.root_id = k.id
          where k.account_id = ${a} and k.company_id in (${kin}) and k.id = k.root_id and k.deleted_at is null
            and ${seesContact(viewer, 'k')}
        union all select 'deal', d.id from deals d
          where d.account_id = ${a} and d.company_id in (${kin}) and d.deleted_at is null and ${seesDeal(viewer, 'd')}
        union all select 'customer', c.id from customers c
          where c.account_id = ${a} and c.company_id in (${kin}) and c.deleted_at is null and ${seesCustomer(viewer, 'c')}`
  ).execute(db)
  const idsOf = (kind: EntityRef['kind']): number[] =>
    rows.flatMap((row) => (row.kind === kind ? [row.id] : []))
  return {
    contacts: idsOf('contact'),
    companies: idsOf('company'),
    cards: rows.flatMap(({ kind, id }) => (kind === 'deal' || kind === 'customer' ? [{ kind, id }] : [])),
  }
}
