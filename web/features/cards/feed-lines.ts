import type { ChannelKind } from '#contract/channels'
import type { FeedHolder, FeedItem } from '#contract/feed'
import type { EventView } from '#contract/events'
import type { InternalMessage } from '#contract/internal'
import type { MessageView } from '#contract/messages'
import type { NoteView } from '#contract/notes'
import type { TaskView } from '#contract/tasks'

/** `on`: another card or contact that the line stands on. */
type On = { on: FeedHolder | null }
export type FeedLine =
  | { type: 'day'; key: string; at: string }
  | (On & { type: 'event'; key: string; event: EventView })
  | (On & { type: 'note'; key: string; note: NoteView })
  | (On & { type: 'task'; key: string; task: TaskView })
  | (On & { type: 'internal'; key: string; message: InternalMessage; starts: boolean; ends: boolean })
  | {
      type: 'message'
      key: string
      on: FeedHolder | null
      message: MessageView
      channelKind: ChannelKind
      starts: boolean
      ends: boolean
    }

type MessageLine = Extract<FeedLine, { type: 'message' }>
const runGapMs = 5 * 60_000

/** The lines of a feed with days between them. */
export function feedLines(items: readonly FeedItem[], dayOf: (at: string) => string): FeedLine[] {
  const lines: FeedLine[] = []
  let day = ''
  for (const item of items) {
    const today = dayOf(item.at)
    const line = lineOf(item)
    if (today !== day) lines.push({ type: 'day', key: `day:${today}:${line.key}`, at: item.at })
    day = today
    lines.push(line)
  }
  return lines.map((line, index) => withEdges(line, lines[index - 1], lines[index + 1]))
}

function lineOf(item: FeedItem): Exclude<FeedLine, { type: 'day' }> {
  const on = item.on ?? null
  if (item.type === 'event') return { type: 'event', key: item.event.id, on, event: item.event }
  if (item.type === 'note') return { type: 'note', key: `note:${item.note.id}`, on, note: item.note }
  if (item.type === 'task') return { type: 'task', key: `task:${item.task.id}`, on, task: item.task }
  const edges = { starts: true, ends: true }
  if (item.type === 'internal')
    return { type: 'internal', key: item.message.id, on, message: item.message, ...edges }
  const { message, channelKind } = item
  return { type: 'message', key: message.id, on, message, channelKind, ...edges }
}

function withEdges(line: FeedLine, above: FeedLine | undefined, below: FeedLine | undefined): FeedLine {
  if (line.type !== 'message' && line.type !== 'internal') return line
  return { ...line, starts: !isRun(above, line), ends: !isRun(line, below) }
}

function isRun(above: FeedLine | undefined, below: FeedLine | undefined): boolean {
  if (above?.type === 'internal' && below?.type === 'internal') {
    const [one, other] = [above.message, below.message]
    const isSame =
      one.chatId === other.chatId && one.author.id === other.author.id && other.recipients.length === 0
    return isSame && Date.parse(other.at) - Date.parse(one.at) < runGapMs
  }
  if (above?.type !== 'message' || below?.type !== 'message') return false
  const [a, b]: [MessageLine['message'], MessageLine['message']] = [above.message, below.message]
  return (
    a.chatId === b.chatId &&
    above.on?.id === below.on?.id &&
    a.direction === b.direction &&
    a.author.kind === b.author.kind &&
    a.author.id === b.author.id &&
    Date.parse(b.at) - Date.parse(a.at) < runGapMs
  )
}
