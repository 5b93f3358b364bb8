import { z } from 'zod'
import { cardKinds, type CardKind, type EntityKind } from '#contract/common'
import type { ContactRow } from '#contract/contacts'
import type { ConversationRow } from '#contract/conversations'
import type { LiveChange } from '#contract/live'
import type { Presence } from '#contract/presence'
import { takesIncoming, type Viewer } from '#features/access'
import { findCompanyRows } from '#features/companies'
import { findContactRows } from '#features/contacts'
import { findMarks, findRows, type Marks } from '#features/conversations'
import { findCustomerRows } from '#features/customers'
import { findDealRows } from '#features/deals'
import { areKnown } from '#features/event-list'
import { readInternalChanges, type InternalChange } from '#features/internal'
import { findMessages } from '#features/messages'
import { findPresences } from '#features/presence'
import type { Change } from '#lib/changes'
import type { Read } from '#lib/db'
import { bulkActionFor } from './bulk-action-for.ts'
import { internalFor, isTouched } from './internal-changes.ts'
import { findVisible, sawHanging, type Touched, type Visible } from './visible.ts'
import { workFor } from './work-for.ts'

/** A batch with the rows it names, loaded once for all browsers of the account. */
export type Hydrated = {
  touched: Touched
  changes: Change[]
  messages: { change: LiveChange & { topic: 'message' }; number: number | null; chatId: string }[]
  rows: (LiveChange & { topic: 'conversation' })[]
  marks: Marks
  contacts: (LiveChange & { topic: 'contact' })[]
  companies: (LiveChange & { topic: 'company' })[]
  deals: (LiveChange & { topic: 'deal' })[]
  customers: (LiveChange & { topic: 'customer' })[]
  internal: InternalChange[]
  presences: Presence[]
}

const quiet = new Set([
  'participants',
  'typing',
  'conversation.looked',
  'draft',
  'scheduled',
  'scheduled.failed',
  'quick_answers',
  'task',
  'task_types',
  'note',
  'reminder',
  'bulk_action',
  'presence',
  'marked',
  'pipelines',
  'settings.changed',
  'fields',
  'tags',
  'saved_views',
  'imports',
  'channels',
  'channel.breakage',
  'dead_letters',
  'hand_overs',
  'users',
  'me',
  'notification.changed',
])
const newMessages = new Set(['message.received', 'message.queued'])

export async function hydrate(db: Read, accountId: number, changes: Change[]): Promise<Hydrated> {
  const messageChanges = changes.filter(
    (change) => change.topic.startsWith('message.') && change.messageId !== null,
  )
  const messageIds = unique(messageChanges.map((change) => change.messageId))
  const numbers = unique(changes.filter((change) => !quiet.has(change.topic)).map((change) => change.number))
  const contacts = unique(
    changes.filter((change) => change.topic.startsWith('contact.')).map((change) => change.contactId),
  )
  const deals = cardsOf('deal', changes)
  const customers = cardsOf('customer', changes)
  const isNew = new Set(
    messageChanges.filter((change) => newMessages.has(change.topic)).map((change) => change.messageId),
  )
  const companies = unique(changes.map((change) => change.companyId))
  const looked = unique(changes.map(({ topic, number }) => (topic === 'presence' ? number : null)))
  const [messages, rows, contactRows, companyRows, dealRows, customerRows, internal, marks] =
    await Promise.all([
      findMessages(db, accountId, messageIds),
      findRows(db, accountId, numbers),
      findContactRows(db, accountId, contacts),
      findCompanyRows(db, accountId, companies),
      findDealRows(db, accountId, deals),
      findCustomerRows(db, accountId, customers),
      readInternalChanges(db, accountId, changes),
      findMarks(db, accountId, numbers),
    ])
  return {
    touched: {
      numbers: unique([...numbers, ...looked]),
      chats: unique(changes.map((change) => change.chatId)),
      contacts,
      companies: companiesOf(companies, contactRows),
      deals,
      customers,
    },
    changes,
    messages: messages.map((message) => ({
      change: { topic: 'message', message, isNew: isNew.has(message.id) },
      number: message.number,
      chatId: message.chatId,
    })),
    rows: rows.map((row) => ({ topic: 'conversation', row })),
    marks,
    contacts: contactRows.map((contact) => ({ topic: 'contact', contact })),
    companies: companyRows.map((company) => ({ topic: 'company', company })),
    deals: dealRows.map((deal) => ({ topic: 'deal', deal })),
    customers: customerRows.map((customer) => ({ topic: 'customer', customer })),
    internal,
    presences: await findPresences(db, accountId, looked),
  }
}

/** Whether any counter of this viewer may have moved: those of the conversations, or the one of his own notifications. */
export function movesCounts(viewer: Viewer, changes: Change[]): boolean {
  return changes.some((change) =>
    quiet.has(change.topic)
      ? ((change.topic === 'notification.changed' || change.topic === 'marked') &&
          change.userId === viewer.userId) ||
        isTouched(change, viewer.userId)
      : change.number !== null,
  )
}

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
  const ids = viewer.readsAnalytics ? unique(changes.map(({ eventId }) => eventId)) : []
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

/** Changes that carry no rows. */
function noticeFor(viewer: Viewer, change: Change, visible: Visible): LiveChange[] {
  const isMine = change.userId === viewer.userId
  if (change.topic === 'draft' && isMine && change.chatId !== null) {
    return [{ topic: 'draft', chatId: change.chatId, version: Number(change.patch?.['version'] ?? 0) }]
  }
  if (
    change.topic === 'typing' &&
    change.chatId !== null &&
    (visible.chats === null || visible.chats.has(change.chatId))
  ) {
    const userId = change.patch?.['userId']
    return [{ topic: 'typing', chatId: change.chatId, userId: typeof userId === 'number' ? userId : null }]
  }
  if (
    (change.topic.startsWith('chat.') || change.topic === 'scheduled') &&
    change.chatId !== null &&
    (visible.chats === null || visible.chats.has(change.chatId))
  ) {
    return [{ topic: change.topic === 'scheduled' ? 'scheduled' : 'chat', chatId: change.chatId }]
  }
  if (change.topic === 'participants' && change.cardKind !== null && change.cardId !== null) {
    const seen = change.cardKind === 'deal' ? visible.deals : visible.customers
    const card = { kind: change.cardKind, id: change.cardId }
    const isTold = isTouched(change, viewer.userId)
    return seen === null || seen.has(card.id) || isTold
      ? [{ topic: 'participants', card, isMine: isTold }]
      : []
  }
  if (change.topic === 'quick_answers' || change.topic === 'saved_views') {
    return change.userId === null || isMine ? [{ topic: change.topic }] : []
  }
  if (change.topic === 'marked' && change.number !== null)
    return isMine ? [{ topic: 'marked', number: change.number, ...mark.parse(change.patch) }] : []
  if (change.topic === 'imports') return isMine || viewer.mayChangeSettings ? [{ topic: 'imports' }] : []
  if (change.topic === 'notification.changed') return isMine ? [{ topic: 'notifications' }] : []
  if (change.topic === 'channels' || change.topic === 'users' || change.topic === 'pipelines')
    return [{ topic: change.topic }]
  if (change.topic === 'settings.changed') return [{ topic: 'settings' }]
  if (change.topic === 'fields' || change.topic === 'tags') return [{ topic: change.topic }]
  if (change.topic === 'dead_letters' || change.topic === 'hand_overs')
    return viewer.mayChangeSettings ? [{ topic: change.topic }] : []
  return change.topic === 'me' && isMine ? [{ topic: 'me' }] : []
}

/** Who and what is put on a card or taken off it. */
const hangings = new Set([
  'participants',
  'contact.linked',
  'contact.unlinked',
  'company.linked',
  'company.unlinked',
])

/** The cards of a kind that a batch changed. */
function cardsOf(kind: CardKind, changes: Change[]): number[] {
  return unique(
    changes
      .filter(
        ({ topic, cardKind }) => topic.startsWith(`${kind}.`) || (cardKind === kind && hangings.has(topic)),
      )
      .map((change) => change.cardId),
  )
}

/** The companies of a batch: changed themselves, or named by contacts. */
function companiesOf(companies: number[], contacts: ContactRow[]): number[] {
  return unique([...companies, ...contacts.map(({ company }) => company?.id ?? null)])
}

/** A contact without its company for those who may not see that one. */
function withoutUnseen<One extends LiveChange & { topic: 'contact' }>(one: One, { companies }: Visible): One {
  const { company } = one.contact
  if (company === null || companies === null || companies.has(company.id)) return one
  return { ...one, contact: { ...one.contact, company: null } }
}

const mark = z.object({ star: z.boolean().optional(), subscription: z.boolean().optional() })

/** A row with what this viewer has marked. */
function withMarks(row: ConversationRow, { userId }: Viewer, { isMarked }: Marks): ConversationRow {
  const { number } = row
  return {
    ...row,
    isStarred: isMarked('star', number, userId),
    isSubscribed: isMarked('subscription', number, userId),
  }
}

function unique<T>(list: (T | null)[]): T[] {
  return [...new Set(list.filter((one) => one !== null))]
}
