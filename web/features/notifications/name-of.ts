import type { NotificationView } from '#contract/notifications'

/** Of whom or what a line is; empty: nobody in particular. */
export function nameOf(item: NotificationView): string {
  switch (item.kind) {
    case 'channel':
      return item.channel.name
    case 'incoming':
    case 'scheduled_failed':
      return item.contact.name
    default:
      return item.by?.name ?? item.card?.name ?? item.contact?.name ?? item.company?.name ?? ''
  }
}
