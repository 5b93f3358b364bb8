import type { EventRow } from '#contract/event-list'
import type { EventType } from '#contract/events'

/** Where the thing is that an event is about: the message in its chat, the card, the contact, the settings. Null: nowhere one may go. */
export function placeOf(row: EventRow, maySet: boolean): string | null {
  const { subject, number, messageId, card, contact, company } = row
  if (number !== null && messageId !== null) return `/imbox/${number}#message=${messageId}`
  const cardPage = card && `/${card.kind === 'deal' ? 'deals' : 'customers'}/${card.id}`
  switch (subject.kind) {
    case 'conversation':
    case 'chat':
      if (number !== null) return `/imbox/${number}`
      return contact?.name == null ? null : `/contacts/${contact.id}`
    case 'deal':
    case 'customer':
      return cardPage
    case 'contact':
      return subject.name === null ? cardPage : `/contacts/${subject.id}`
    case 'company':
      return subject.name === null ? cardPage : `/companies/${subject.id}`
    case 'task':
    case 'note':
    case 'internal_chat':
      if (cardPage) return `${cardPage}#${lineOf(row)}`
      if (company) return `/companies/${company.id}#${lineOf(row)}`
      return contact?.name == null ? null : `/contacts/${contact.id}#${lineOf(row)}`
    default:
      return maySet ? settingsOf(row) : null
  }
}

/** A note or a task stands in the feed where it was made; of what is there no more, the moment of the event is shown. */
function lineOf({ subject: { kind, id }, type, at }: EventRow): string {
  const isThere = (kind === 'note' || kind === 'task') && !type.endsWith('.deleted')
  return isThere ? `line=${kind}:${id}` : `since=${at}`
}

const ofAccount: Partial<Record<EventType, string>> = {
  'settings.changed': '/settings/channels/rules',
  'working_hours.changed': '/settings/working-hours',
}

function settingsOf({ type, subject: { kind, id } }: EventRow): string | null {
  if (kind === 'account') return ofAccount[type] ?? '/settings/account'
  const places: Record<string, string> = {
    channel: '/settings/channels',
    user: '/settings/people',
    group: '/settings/people',
    role: `/settings/roles/${id}`,
    field: '/settings/fields',
    tag: '/settings/tags',
    field_group: '/settings/fields',
    pipeline: '/settings/pipelines',
    stage: '/settings/pipelines',
    loss_reason: '/settings/pipelines',
    task_type: '/tasks',
    quick_answer: '/settings/quick-answers',
    dead_letter: '/settings/dead-letters',
  }
  return places[kind] ?? null
}
