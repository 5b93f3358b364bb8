import { sql, type RawBuilder } from 'kysely'
import {
  isIncomingStage,
  isOneOf,
  seesAllCompanies,
  seesCell,
  seesChat,
  seesCompany,
  seesContact,
  seesConversation,
  seesCustomer,
  seesDeal,
  seesEverything,
  takesIncoming,
  type Viewer,
} from '#features/access'
import type { CardKindOrNone } from '#features/conversations'
import type { Read } from '#lib/db'

/** What of a batch a viewer may see; null: everything. */
export type Visible = {
  numbers: Set<number> | null
  chats: Set<string> | null
  contacts: Set<number> | null
  companies: Set<number> | null
  deals: Set<number> | null
  customers: Set<number> | null
}

export type Touched = {
  numbers: number[]
  chats: string[]
  contacts: number[]
  companies: number[]
  deals: number[]
  customers: number[]
}

const everything: Visible = {
  numbers: null,
  chats: null,
  contacts: null,
  companies: null,
  deals: null,
  customers: null,
}

/** Asks the one predicate for everything a batch touches. */
export async function findVisible(db: Read, viewer: Viewer, touched: Touched): Promise<Visible> {
  const seesAllCustomers = viewer.isAdmin || viewer.rights.customers.view === 'all'
  if (seesEverything(viewer) && seesAllCompanies(viewer) && seesAllCustomers) return everything
  const { rows } = await sql<{ kind: string; id: string }>`
    select 'number' as kind, v.number::text as id from conversations v where v.account_id = ${viewer.accountId}
      and v.number = any(${touched.numbers}::bigint[]) and ${seesConversation(viewer, 'v')}
    union all select 'chat', c.id::text from chats c where c.account_id = ${viewer.accountId}
      and c.id = any(${touched.chats}::uuid[]) and ${seesChat(viewer, 'c')}
    union all select 'contact', k.id::text from contacts k where k.account_id = ${viewer.accountId}
      and k.id = any(${touched.contacts}::bigint[]) and ${seesContact(viewer, 'k')}
    union all select 'company', b.id::text from companies b where b.account_id = ${viewer.accountId}
      and b.id = any(${touched.companies}::bigint[]) and ${seesCompany(viewer, 'b')}
    union all select 'deal', d.id::text from deals d where d.account_id = ${viewer.accountId}
      and d.id = any(${touched.deals}::bigint[]) and ${seesDeal(viewer, 'd')}
    union all select 'customer', u.id::text from customers u where u.account_id = ${viewer.accountId}
      and u.id = any(${touched.customers}::bigint[]) and ${seesCustomer(viewer, 'u')}`.execute(db)
  const of = (kind: string): string[] => rows.flatMap((row) => (row.kind === kind ? [row.id] : []))
  return {
    numbers: new Set(of('number').map(Number)),
    chats: new Set(of('chat')),
    contacts: new Set(of('contact').map(Number)),
    companies: new Set(of('company').map(Number)),
    deals: new Set(of('deal').map(Number)),
    customers: new Set(of('customer').map(Number)),
  }
}

export type Hanging = {
  cardKind: CardKindOrNone
  responsibleUserId: number | null
  contactResponsibleUserId: number | null
  /** Its card was an incoming lead, or may be one still: the deal of this id. */
  wasLead: boolean
  leadId: number | null
}

/**
 * Whether the viewer could see a conversation that hung like this. That of an incoming lead is seen by everybody who takes them;
 * without that right by who answers for it alone, however far he sees else.
 */
export async function sawHanging(db: Read, viewer: Viewer, hanging: Hanging): Promise<boolean> {
  const ofLead = takesIncoming(viewer)
    ? sql<boolean>`true`
    : sql<boolean>`${seesCell(viewer, 'c')} and exists (select from users u where u.account_id = ${viewer.accountId}
        and u.id in (c.responsible_user_id, c.contact_responsible_user_id) and ${isOneOf(viewer, 'own', 'u')})`
  const { rows } = await sql<{ saw: boolean }>`
    select case when ${wasLead(viewer, hanging)} then ${ofLead} else ${seesCell(viewer, 'c')} end as saw
    from (select ${hanging.cardKind}::text as card_kind, ${hanging.responsibleUserId ?? 0}::bigint as responsible_user_id,
      ${hanging.contactResponsibleUserId ?? 0}::bigint as contact_responsible_user_id) c`.execute(db)
  return rows[0]?.saw === true
}

function wasLead(viewer: Viewer, { wasLead: isKnown, leadId }: Hanging): RawBuilder<boolean> {
  if (isKnown) return sql<boolean>`true`
  return sql<boolean>`exists (select from deals d where d.account_id = ${viewer.accountId} and d.id = ${leadId}::bigint
    and ${isIncomingStage(viewer, 'd.stage_id')})`
}
