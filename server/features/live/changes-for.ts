import { z } from 'zod'
import { cardKinds, type EntityKind } from '#contract/common'
import type { ConversationRow } from '#contract/conversations'
import type { LiveChange } from '#contract/live'
import { takesIncoming, type Viewer } from '#features/access'
import type { Marks } from '#features/conversations'
import { areKnown } from '#features/event-list'
import type { Change } from '#lib/changes'
import type { Read } from '#lib/db'
import { bulkActionFor } from './bulk-action-for.ts'
import type { Hydrated } from './hydrate.ts'
import { internalFor } from './internal-changes.ts'
import { noticeFor } from './notice-for.ts'
import { findVisible, sawHanging, type Visible } from './visible.ts'
import { workFor } from './work-for.ts'

/** What one viewer is told of a batch. */
export async function changesFor(db: Read, viewer: Viewer, batch: Hydrated): Promise<LiveChange[]> {
  const visible = await findVisible(db, viewer, batch.touched)
  const sees = <T>(set: Set<T> | null, one: T): boolean => set === null || set.has(one)
  return [
    ...batch.messages
      .filter((one) =>
        one.number === null ? sees(visible.chats, one.chatId) : sees(visible.numbers, one.number),
      )
      .map((one) => one.change),
    ...batch.rows
      .filter((one) => sees(visible.numbers, one.row.number))
      .map(({ topic, row }) => ({ topic, row: withMarks(row, viewer, batch.marks) })),
    ...(await goneFor(db, viewer, batch, visible)),
    ...batch.contacts
      .filter((one) => sees(visible.contacts, one.contact.id))
      .map((one) => withoutUnseen(one, visible)),
    ...batch.companies.filter((one) => sees(visible.companies, one.company.id)),
    ...batch.deals.filter((one) => sees(visible.deals, one.deal.id)),
    ...takenFrom(viewer, batch, visible),
    ...batch.changes.flatMap((change) => deletedFor(change, visible)),
    ...batch.customers.filter((one) => sees(visible.customers, one.customer.id)),
    ...(await internalFor(db, viewer, batch.internal)),
    ...(await workFor(db, viewer, batch.changes)),
    ...bulkActionFor(viewer, batch.changes),
    ...batch.presences
      .filter((one) => sees(visible.numbers, one.number))
      .map((one): LiveChange => ({ topic: 'presence', ...one })),
    ...batch.changes.flatMap((change) => noticeFor(viewer, change, visible)),
    ...(await eventsFor(db, viewer, batch.changes)),
  ]
}

/** Whether the event list of this viewer has grown. */
async function eventsFor(db: Read, viewer: Viewer, changes: Change[]): Promise<LiveChange[]> {
  const ids = viewer.readsAnalytics ? [...new Set(changes.flatMap(({ eventId }) => eventId ?? []))] : []
  return ids.length > 0 && (await areKnown(db, viewer, ids)) ? [{ topic: 'events' }] : []
}

const hanging = z.object({
  before: z.object({
    cardKind: z.enum(['', ...cardKinds]),
    responsibleUserId: z.number().nullable(),
    contactResponsibleUserId: z.number().nullable(),
  }),
})

/** Conversations that went out of the viewer's sight; those he never saw are not mentioned. */
async function goneFor(db: Read, viewer: Viewer, batch: Hydrated, visible: Visible): Promise<LiveChange[]> {
  if (visible.numbers === null) return []
  const gone: LiveChange[] = []
  // What hung on a lead that was settled in the same transaction was a lead's until then.
  const settled = new Set(
    batch.changes.flatMap(({ topic, txid }) => (topic === 'deal.settled' ? [txid] : [])),
  )
  for (const { number, patch, txid, cardKind, cardId } of batch.changes) {
    const before = hanging.safeParse(patch)
    if (number === null || !before.success || visible.numbers.has(number)) continue
    const leadId = cardKind === 'deal' ? cardId : null
    const hung = { ...before.data.before, wasLead: settled.has(txid), leadId }
    if (await sawHanging(db, viewer, hung)) gone.push({ topic: 'conversation.gone', number })
  }
  return gone
}

/** Incoming leads that somebody has taken, out of the sight of who saw them as leads; or that are there no more. */
function takenFrom(viewer: Viewer, batch: Hydrated, visible: Visible): LiveChange[] {
  if (!takesIncoming(viewer)) return []
  const there = new Set(batch.deals.map(({ deal }) => deal.id))
  return batch.changes.flatMap(({ topic, cardId }): LiveChange[] => {
    if (topic !== 'deal.settled' || cardId === null) return []
    const isSeen = there.has(cardId) && (visible.deals === null || visible.deals.has(cardId))
    return isSeen ? [] : [{ topic: 'deal.gone', dealId: cardId }]
  })
}

/** What was deleted is told to who could see it: the predicate is asked of the row as it was. */
function deletedFor(
  { topic, contactId, companyId, cardKind, cardId }: Change,
  visible: Visible,
): LiveChange[] {
  const tell = (kind: EntityKind, id: number | null, seen: Set<number> | null): LiveChange[] =>
    topic === `${kind}.deleted` && id !== null && (seen === null || seen.has(id))
      ? [{ topic: 'gone', thing: { kind, id } }]
      : []
  if (cardKind === 'deal') return tell('deal', cardId, visible.deals)
  if (cardKind === 'customer') return tell('customer', cardId, visible.customers)
  return [...tell('contact', contactId, visible.contacts), ...tell('company', companyId, visible.companies)]
}

/** A contact without its company for those who may not see that one. */
function withoutUnseen<One extends LiveChange & { topic: 'contact' }>(one: One, { companies }: Visible): One {
  const { company } = one.contact
  if (company === null || companies === null || companies.has(company.id)) return one
  return { ...one, contact: { ...one.contact, company: null } }
}

/** A row with what this viewer has marked. */
function withMarks(row: ConversationRow, { userId }: Viewer, { isMarked }: Marks): ConversationRow {
  const { number } = row
  return {
    ...row,
    isStarred: isMarked('star', number, userId),
    isSubscribed: isMarked('subscription', number, userId),
  }
}
