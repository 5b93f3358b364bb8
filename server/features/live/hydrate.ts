import type { CardKind } from '#contract/common'
import type { ContactRow } from '#contract/contacts'
import type { LiveChange } from '#contract/live'
import type { Presence } from '#contract/presence'
import type { Viewer } from '#features/access'
import { findCompanyRows } from '#features/companies'
import { findContactRows } from '#features/contacts'
import { findMarks, findRows, type Marks } from '#features/conversations'
import { findCustomerRows } from '#features/customers'
import { findDealRows } from '#features/deals'
import { readInternalChanges, type InternalChange } from '#features/internal'
import { findMessages } from '#features/messages'
import { findPresences } from '#features/presence'
import type { Change } from '#lib/changes'
import type { Read } from '#lib/db'
import { isTouched } from './internal-changes.ts'
import type { Touched } from './visible.ts'

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
  'working_hours.changed',
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

function unique<T>(list: (T | null)[]): T[] {
  return [...new Set(list.filter((one) => one !== null))]
}
