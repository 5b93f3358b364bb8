import { sql } from 'kysely'
import type { CustomerView } from '#contract/customers'
import type { Road } from '#contract/events'
import { mayDo, requireActiveUser, seesContact, seesDeal, type Viewer } from '#features/access'
import { fillNewCard, type FieldChange } from '#features/fields'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit, type ActorRef } from '#lib/events'
import { findCustomerView } from './customer-view.ts'
import { holdCustomerStage } from './customer-stages.ts'
import { insertCustomer } from './insert-customer.ts'

export type CustomerWish = {
  name?: string | undefined
  stageId?: number | undefined
  contactId?: number | undefined
  dealId?: number | undefined
  nextPurchaseOn?: string | null | undefined
  /** Without one: of the contact or deal, else its maker. */
  responsibleUserId?: number | undefined
  fields?: readonly FieldChange[] | undefined
}

type Source = {
  name: string
  responsibleUserId: number | null
  contactIds: number[]
  companyId: number | null
}

/**
 * Makes a customer by hand: of a contact, of a won deal with its people, or by name. A won deal makes one customer only: a second
 * wish gives the first. Throws `session.forbidden`, `stage.not_found`, `contact.not_found`, `deal.not_found`,
 * `customer.deal_not_won`, `user.not_found`, `request.invalid` when it has no name, and what `fillNewCard` does.
 */
export async function createCustomer(
  tx: Tx,
  viewer: Viewer,
  wish: CustomerWish,
  now: Date,
  road: Road = 'hand',
): Promise<CustomerView> {
  requireMayAdd(viewer)
  const { responsibleUserId: userId } = wish
  if (userId !== undefined) await requireActiveUser(tx, viewer.accountId, userId)
  const id = await makeCustomer(tx, viewer, wish, { now, road })
  const view = await findCustomerView(tx, viewer, id)
  if (!view) throw new AppError('session.forbidden')
  return view
}

function requireMayAdd(viewer: Viewer): void {
  const own = { userId: viewer.userId, groupId: viewer.groupId }
  if (!mayDo(viewer, 'customers', 'add', own)) throw new AppError('session.forbidden')
}

async function makeCustomer(
  tx: Tx,
  viewer: Viewer,
  wish: CustomerWish,
  { now, road }: { now: Date; road: Road },
): Promise<number> {
  const { accountId, userId } = viewer
  const { dealId, contactId } = wish
  const source =
    dealId !== undefined
      ? await lockWonDeal(tx, viewer, dealId)
      : contactId !== undefined
        ? await lockSeenContact(tx, viewer, contactId)
        : null
  const made = dealId === undefined ? null : await findMadeOf(tx, accountId, dealId)
  if (made !== null) return made
  const name = wish.name ?? source?.name
  if (name === undefined) throw noName()
  const place = await holdCustomerStage(tx, accountId, wish.stageId)
  const id = await insertCustomer(tx, {
    accountId,
    place,
    name,
    responsibleUserId: wish.responsibleUserId ?? source?.responsibleUserId ?? userId,
    contactIds: source?.contactIds ?? [],
    companyId: source?.companyId ?? null,
    fromDealId: dealId ?? null,
    nextPurchaseOn: wish.nextPurchaseOn ?? null,
    now,
  })
  const after = dealId === undefined ? {} : { after: { dealId } }
  await tellCreated(
    tx,
    { accountId, id, contactId: source?.contactIds[0] ?? null, now, road, ...after },
    { userId },
  )
  await fillNewCard(tx, viewer, { kind: 'customer', id }, { place, fields: wish.fields ?? [], now, road })
  return id
}

type Created = {
  accountId: number
  id: number
  contactId: number | null
  number?: number
  after?: Record<string, unknown>
  road?: Road
  now: Date
}

export async function tellCreated(tx: Tx, created: Created, by: { userId: number }): Promise<void> {
  const { accountId, id, contactId, now, road = 'hand', ...more } = created
  const actor: ActorRef = { kind: 'user', id: by.userId }
  await emit(tx, {
    accountId,
    type: 'customer.created',
    actor,
    road,
    subject: { kind: 'customer', id },
    contactId,
    card: { kind: 'customer', id },
    ...more,
    at: now,
  })
}

function noName(): AppError {
  return new AppError('request.invalid', {
    fields: [{ path: 'name', problem: 'too_small', message: 'A name is needed' }],
  })
}

async function findMadeOf(tx: Tx, accountId: number, dealId: number): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`select id from customers
    where account_id = ${accountId} and from_deal_id = ${dealId} and deleted_at is null`.execute(tx)
  return rows[0]?.id ?? null
}

/** Locks the contact, or the one it was merged into, so that a message of it meanwhile does not make a deal. */
async function lockSeenContact(tx: Tx, viewer: Viewer, contactId: number): Promise<Source> {
  const { rows } = await sql<Source>`
    select k.name, k.responsible_user_id as "responsibleUserId", array[k.id] as "contactIds", k.company_id as "companyId" from contacts k
    where k.account_id = ${viewer.accountId} and k.deleted_at is null and ${seesContact(viewer, 'k')}
      and k.id = (select asked.root_id from contacts asked
        where asked.account_id = ${viewer.accountId} and asked.id = ${contactId})
    for no key update`.execute(tx)
  const [contact] = rows
  if (!contact) throw new AppError('contact.not_found')
  return contact
}

/** Locks the deal's contacts and the deal, in the order of all locks. */
async function lockWonDeal(tx: Tx, viewer: Viewer, dealId: number): Promise<Source> {
  const { accountId } = viewer
  const contacts = await sql<{ id: number; isMain: boolean }>`
    select k.id, exists (select from card_contacts main join contacts own on own.account_id = main.account_id and own.id = main.contact_id
      where main.account_id = ${accountId} and main.card_kind = 'deal' and main.card_id = ${dealId} and main.is_main
        and own.root_id = k.id) as "isMain"
    from contacts k where k.account_id = ${accountId} and k.id in (
      select own.root_id from card_contacts cc join contacts own on own.account_id = cc.account_id and own.id = cc.contact_id
      where cc.account_id = ${accountId} and cc.card_kind = 'deal' and cc.card_id = ${dealId})
    order by k.id for no key update`.execute(tx)
  const { rows } = await sql<Omit<Source, 'contactIds'> & { isWon: boolean }>`
    select d.name, d.responsible_user_id as "responsibleUserId", d.company_id as "companyId", exists (select from stages s
      where s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id and s.kind = 'won') as "isWon"
    from deals d where d.account_id = ${accountId} and d.id = ${dealId} and d.deleted_at is null and ${seesDeal(viewer, 'd')}
    for no key update of d`.execute(tx)
  const [deal] = rows
  if (!deal) throw new AppError('deal.not_found')
  if (!deal.isWon) throw new AppError('customer.deal_not_won')
  const { isWon: _, ...source } = deal
  const mainFirst = contacts.rows.toSorted((one, other) => Number(other.isMain) - Number(one.isMain))
  return { ...source, contactIds: mainFirst.map(({ id }) => id) }
}
