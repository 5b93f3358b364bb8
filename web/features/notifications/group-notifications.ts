import type { NotificationView } from '#contract/notifications'

type Card = Extract<NotificationView, { card: unknown }>['card']

/** What is shown together: everything of one card, or one line alone; newest first. */
export type NotificationGroup = {
  key: string
  card: Card
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
    const card = cardOf(item)
    const key = card ? `${card.kind}:${card.id}` : subjectOf(item)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  const sections = new Map<string, NotificationGroup[]>()
  for (const [key, items] of groups) {
    const [newest] = items
    if (!newest) continue
    const day = dayOf(newest.at)
    const card = cardOf(newest)
    const group = { key, card, items, at: newest.at }
    sections.set(day, [...(sections.get(day) ?? []), group])
  }
  return [...sections].map(([day, inDay]) => ({ day, groups: inDay }))
}

const cardOf = (item: NotificationView): Card => ('card' in item ? item.card : null)

/** What a line is about: of one conversation and one planned message there is one line, of a channel one a breakage. */
function subjectOf(item: NotificationView): string {
  return item.kind === 'incoming' ? `conversation:${item.number}` : item.id
}

function newestOfEach(list: readonly NotificationView[]): NotificationView[] {
  const seen = new Set<string>()
  return list
    .toSorted((one, other) => Number(one.isRead) - Number(other.isRead) || compare(other, one))
    .filter((item) => !seen.has(subjectOf(item)) && seen.add(subjectOf(item)))
    .toSorted((one, other) => compare(other, one))
}

const compare = (one: NotificationView, other: NotificationView): number =>
  Date.parse(one.at) - Date.parse(other.at)
