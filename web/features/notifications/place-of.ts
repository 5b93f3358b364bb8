import type { NotificationView } from '#contract/notifications'

/** Where a line leads. */
export function placeOf(item: NotificationView): string {
  if (item.kind === 'channel') return '/settings/channels'
  if (item.kind === 'incoming') return `/imbox/${item.number}`
  if (item.kind === 'scheduled_failed') {
    return item.number === null ? `/contacts/${item.contact.id}` : `/imbox/${item.number}`
  }
  if (item.card) return `/${item.card.kind}s/${item.card.id}`
  if (item.number !== null) return `/imbox/${item.number}`
  if (item.contact) return `/contacts/${item.contact.id}`
  return item.kind === 'task' ? '/tasks' : '/deals'
}
