import type { NotificationView } from '#contract/notifications'

/** What is shown together: the conversations of one card, or one conversation without a card; newest first. */
export type NotificationGroup = {
  key: string
  card: NotificationView['card']
  items: NotificationView[]
  at: string
}

export type NotificationSection = { day: string; groups: NotificationGroup[] }

/**
 * Arranges notifications under the days of their newest messages. Of one conversation only the newest line is shown: an
 * older one tells nothing that it does not.
 */
export function groupNotifications(
  list: readonly NotificationView[],
  dayOf: (at: string) => string,
): NotificationSection[] {
  const groups = new Map<string, NotificationView[]>()
  for (const item of newestOfEach(list)) {
    const key = item.card ? `${item.card.kind}:${item.card.id}` : `conversation:${item.number}`
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  const sections = new Map<string, NotificationGroup[]>()
  for (const [key, items] of groups) {
    const [newest] = items
    if (!newest) continue
    const day = dayOf(newest.at)
    const group = { key, card: newest.card, items, at: newest.at }
    sections.set(day, [...(sections.get(day) ?? []), group])
  }
  return [...sections].map(([day, inDay]) => ({ day, groups: inDay }))
}

function newestOfEach(list: readonly NotificationView[]): NotificationView[] {
  const seen = new Set<number>()
  return list
    .toSorted((one, other) => Number(one.isRead) - Number(other.isRead) || compare(other, one))
    .filter((item) => !seen.has(item.number) && seen.add(item.number))
    .toSorted((one, other) => compare(other, one))
}

const compare = (one: NotificationView, other: NotificationView): number =>
  Date.parse(one.at) - Date.parse(other.at)
