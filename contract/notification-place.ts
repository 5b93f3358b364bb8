import type { NotificationView } from './notifications.ts'

/** The page of the web application a line, a push or a letter leads to. */
export function placeOf(item: NotificationView): string {
  if (item.kind === 'channel') return '/settings/channels'
  if (item.kind === 'incoming') return `/imbox/${item.number}`
  if (item.kind === 'scheduled_failed') {
    return item.number === null ? `/contacts/${item.contact.id}` : `/imbox/${item.number}`
  }
  if (item.card) return `/${item.card.kind}s/${item.card.id}`
  if (item.number !== null) return `/imbox/${item.number}`
  if (item.contact) return `/contacts/${item.contact.id}`
  // What it leads to is the chat of colleagues and the message in it.
  if (item.kind === 'internal') return `/colleagues/${item.thingId?.split('/')[0] ?? ''}`
  if (item.company) return `/companies/${item.company.id}`
  // Of a task that hangs nowhere, and of many deals given at once.
  return item.thingId === null ? '/deals' : '/tasks'
}
