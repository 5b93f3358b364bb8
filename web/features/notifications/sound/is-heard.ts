import type { NotificationSettings, NotificationView } from '#contract/notifications'

/** Whether any of the newest unread lines is of a kind that sounds; `added`: how many are new. */
export function isHeard(
  items: readonly NotificationView[],
  added: number,
  choices: NotificationSettings['choices'],
): boolean {
  return items
    .filter(({ isRead }) => !isRead)
    .slice(0, added)
    .some(({ kind }) => choices[kind].sound)
}
