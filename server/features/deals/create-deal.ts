import { sql } from 'kysely'
import type { DealView } from '#contract/deals'
import type { Road } from '#contract/events'
import { mayDo, requireActiveUser, seesContact, type Viewer } from '#features/access'
import { fillNewCard, type FieldChange } from '#features/fields'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit } from '#lib/events'
import { findDealView } from './deal-view.ts'
import { holdStage, type StageWish } from './find-stage.ts'
import { insertDeal } from './insert-deal.ts'

export type DealWish = StageWish & {
  name: string
  budget: number | null
  contactId?: number | undefined
  responsibleUserId?: number | undefined
  fields?: readonly FieldChange[] | undefined
}

/**
 * Makes a deal, in the main pipeline's first stage unless told otherwise; its maker is responsible for it unless somebody
 * else is named, whose deals he has to see. Throws `session.forbidden`, `pipeline.not_found`, `stage.not_found`,
 * `contact.not_found`, `user.not_found`, and what `fillNewCard` does.
 */
export async function createDeal(
  tx: Tx,
  viewer: Viewer,
  wish: DealWish,
  now: Date,
  road: Road = 'hand',
): Promise<DealView> {
  const { accountId } = viewer
  const { responsibleUserId = viewer.userId } = wish
  const own = { userId: viewer.userId, groupId: viewer.groupId }
  if (!mayDo(viewer, 'deals', 'add', own)) throw new AppError('session.forbidden')
  if (responsibleUserId !== viewer.userId) await requireActiveUser(tx, accountId, responsibleUserId)
  const place = await holdStage(tx, accountId, wish, null)
  const contactId = wish.contactId === undefined ? null : await lockSeenContact(tx, viewer, wish.contactId)
  const id = await insertDeal(tx, {
    accountId,
    place,
    name: wish.name,
    budget: wish.budget,
    responsibleUserId,
    contactId,
    sourceChannelId: null,
    now,
  })
  await emit(tx, {
    accountId,
    type: 'deal.created',
    actor: { kind: 'user', id: viewer.userId },
    road,
    subject: { kind: 'deal', id },
    contactId,
    card: { kind: 'deal', id },
    at: now,
  })
  await fillNewCard(tx, viewer, { kind: 'deal', id }, { place, fields: wish.fields ?? [], now, road })
  const view = await findDealView(tx, viewer, id)
  if (!view) throw new AppError('session.forbidden')
  return view
}

/** Locks the contact, or the one it was merged into, so that a message of it meanwhile does not make a second deal. */
async function lockSeenContact(tx: Tx, viewer: Viewer, contactId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select k.id from contacts k where k.account_id = ${viewer.accountId} and k.deleted_at is null and ${seesContact(viewer, 'k')}
      and k.id = (select asked.root_id from contacts asked
        where asked.account_id = ${viewer.accountId} and asked.id = ${contactId})
    for no key update`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw new AppError('contact.not_found')
  return id
}
