import { sql } from 'kysely'
import type { ConversationDetail, ConversationRow } from '#contract/conversations'
import { seesConversation, type Viewer } from '#features/access'
import { findContactView } from '#features/contacts'
import { findRows } from '#features/conversations'
import { findCustomerView } from '#features/customers'
import { findDealView } from '#features/deals'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'

type Opening = Pick<ConversationDetail, 'openedBy' | 'way' | 'closedBy'> & {
  contactId: number
  emptiedAt: Date | null
}

/** A conversation with what stands beside its chat. */
export async function getConversation(db: Read, viewer: Viewer, number: number): Promise<ConversationDetail> {
  const opening = await findOpening(db, viewer, number)
  const [row] = opening ? await findRows(db, viewer.accountId, [number], viewer.userId) : []
  if (!opening || !row) throw new AppError('conversation.not_found')
  const { contactId, emptiedAt, ...opened } = opening
  const [contact, deal, customer, others] = await Promise.all([
    findContactView(db, viewer, contactId),
    row.card?.kind === 'deal' ? findDealView(db, viewer, row.card.id) : null,
    row.card?.kind === 'customer' ? findCustomerView(db, viewer, row.card.id) : null,
    findOthers(db, viewer, contactId, number),
  ])
  return { row, ...opened, emptiedAt: emptiedAt?.toISOString() ?? null, contact, deal, customer, others }
}

/** One row of what the viewer sees, or 404. */
export async function getRow(db: Read, viewer: Viewer, number: number): Promise<ConversationRow> {
  await requireSeen(db, viewer, number)
  const [row] = await findRows(db, viewer.accountId, [number], viewer.userId)
  if (!row) throw new AppError('conversation.not_found')
  return row
}

export async function requireSeen(db: Read, viewer: Viewer, number: number): Promise<void> {
  if (!(await findOpening(db, viewer, number))) throw new AppError('conversation.not_found')
}

async function findOpening(db: Read, viewer: Viewer, number: number): Promise<Opening | null> {
  const { rows } = await sql<Opening>`
    select k.root_id as "contactId", v.opened_way as way, v.emptied_at as "emptiedAt",
      jsonb_build_object('kind', v.opened_by_kind, 'id', v.opened_by_id, 'name', coalesce(o.name, r.name)) as "openedBy",
      case when x.number is null then null else jsonb_build_object('kind', x.actor_kind, 'id', x.actor_id, 'name', w.name) end as "closedBy"
    from conversations v
    join contacts k on k.account_id = v.account_id and k.id = v.contact_id
    left join users o on v.opened_by_kind in ('user', 'api') and o.account_id = v.account_id and o.id = v.opened_by_id
    left join contacts r on v.opened_by_kind = 'client' and r.account_id = v.account_id and r.id = k.root_id
    left join closures x on x.account_id = v.account_id and x.number = v.number
    left join users w on x.actor_kind in ('user', 'api') and w.account_id = x.account_id and w.id = x.actor_id
    where v.account_id = ${viewer.accountId} and v.number = ${number} and ${seesConversation(viewer, 'v')}`.execute(
    db,
  )
  return rows[0] ?? null
}

const mostOthers = 20

type Other = Omit<ConversationDetail['others'][number], 'openedAt' | 'closedAt'> & {
  openedAt: Date
  closedAt: Date | null
}

async function findOthers(
  db: Read,
  viewer: Viewer,
  contactId: number,
  number: number,
): Promise<ConversationDetail['others']> {
  const { rows } = await sql<Other>`
    select v.number, v.chat_id as "chatId", h.kind as "channelKind", v.opened_at as "openedAt", v.closed_at as "closedAt"
    from contacts kin
    join conversations v on v.account_id = kin.account_id and v.contact_id = kin.id and v.number <> ${number}
    join channels h on h.account_id = v.account_id and h.id = v.channel_id
    where kin.account_id = ${viewer.accountId} and kin.root_id = ${contactId} and ${seesConversation(viewer, 'v')}
    order by v.number desc limit ${sql.lit(mostOthers)}`.execute(db)
  return rows.map((row) => ({
    ...row,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  }))
}
