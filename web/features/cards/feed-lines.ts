import type { ChannelKind } from '#contract/channels'
import type { FeedItem } from '#contract/deals'
import { eventTypes } from '#contract/events'
import type { EventView } from '#contract/events'
import type { MessageView } from '#contract/messages'

/** What the filter of a card's feed shows or hides. */
export const feedGroups = ['messages', 'conversations', 'changes', 'people'] as const
export type FeedGroup = (typeof feedGroups)[number]

export type FeedLine =
  | { type: 'day'; key: string; at: string }
  | { type: 'event'; key: string; event: EventView }
  | {
      type: 'message'
      key: string
      message: MessageView
      channelKind: ChannelKind
      starts: boolean
      ends: boolean
    }

type MessageLine = Extract<FeedLine, { type: 'message' }>
const runGapMs = 5 * 60_000

/** Messages speak for themselves: their own events would say them twice. */
function groupOf(item: FeedItem): FeedGroup | null {
  if (item.type === 'message') return 'messages'
  const { group } = eventTypes[item.event.type]
  return group === 'conversations' || group === 'changes' || group === 'people' ? group : null
}

/** The lines of a feed with days between them, and how many the filter hides. */
export function feedLines(
  items: readonly FeedItem[],
  options: { hidden: ReadonlySet<FeedGroup>; dayOf: (at: string) => string },
): { lines: FeedLine[]; hiddenCount: number } {
  const lines: FeedLine[] = []
  let day = ''
  let hiddenCount = 0
  for (const item of items) {
    const group = groupOf(item)
    if (group === null) continue
    if (options.hidden.has(group)) {
      hiddenCount += 1
      continue
    }
    const today = options.dayOf(item.at)
    const line = lineOf(item)
    if (today !== day) lines.push({ type: 'day', key: `day:${today}:${line.key}`, at: item.at })
    day = today
    lines.push(line)
  }
  return {
    lines: lines.map((line, index) => withEdges(line, lines[index - 1], lines[index + 1])),
    hiddenCount,
  }
}

function lineOf(item: FeedItem): FeedLine {
  if (item.type === 'event') return { type: 'event', key: item.event.id, event: item.event }
  const { message, channelKind } = item
  return { type: 'message', key: message.id, message, channelKind, starts: true, ends: true }
}

function withEdges(line: FeedLine, above: FeedLine | undefined, below: FeedLine | undefined): FeedLine {
  if (line.type !== 'message') return line
  return { ...line, starts: !isRun(above, line), ends: !isRun(line, below) }
}

function isRun(above: FeedLine | undefined, below: FeedLine | undefined): boolean {
  if (above?.type !== 'message' || below?.type !== 'message') return false
  const [a, b]: [MessageLine['message'], MessageLine['message']] = [above.message, below.message]
  return (
    a.chatId === b.chatId &&
    a.direction === b.direction &&
    a.author.kind === b.author.kind &&
    a.author.id === b.author.id &&
    Date.parse(b.at) - Date.parse(a.at) < runGapMs
  )
}
