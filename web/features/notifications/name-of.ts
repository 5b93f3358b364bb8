import type { NotificationView } from '#contract/notifications'

/** Of whom or what a line is. */
export function nameOf(item: NotificationView): string {
  return item.kind === 'channel' ? item.channel.name : item.contact.name
}
