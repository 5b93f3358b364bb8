import type { MessageView, Stretch } from '#contract/messages'
import { placeOf } from './thread.ts'

/** What the chat shows under one another. `starts` and `ends` mark the edges of a run of one author's messages. */
export type ThreadLine =
  | { type: 'day'; key: string; at: string }
  | { type: 'opened'; key: string; stretch: Stretch }
  | { type: 'closed'; key: string; stretch: Stretch }
  | { type: 'unread'; key: string }
  | { type: 'message'; key: string; message: MessageView; starts: boolean; ends: boolean }

type Boundary = Extract<ThreadLine, { type: 'opened' | 'closed' }>

const runGapMs = 5 * 60_000

/**
 * Messages with the lines between them: days in the user's zone, where conversations open and close, and where the new ones
 * begin. `isWhole`: the first message is loaded, so that lines above it have their place; `isAtEnd`: likewise the newest one.
 */
export function threadLines(
  messages: readonly MessageView[],
  stretches: readonly Stretch[],
  options: {
    firstUnreadId: string | null
    dayOf: (at: string) => string
    isWhole: boolean
    isAtEnd: boolean
  },
): ThreadLine[] {
  const boundaries = placeBoundaries(messages, stretches, options)
  const lines: ThreadLine[] = []
  let day = ''
  for (const [index, message] of messages.entries()) {
    const today = options.dayOf(message.at)
    const here = boundaries.get(index) ?? []
    const isOfToday = (line: Boundary): boolean => options.dayOf(momentOf(line)) === today
    // What happened on an earlier day stands above the line of this one.
    const above = today === day ? 0 : Math.max(0, here.findIndex(isOfToday))
    lines.push(...here.slice(0, above))
    if (today !== day) lines.push({ type: 'day', key: `day:${today}:${message.id}`, at: message.at })
    day = today
    lines.push(...here.slice(above))
    if (message.id === options.firstUnreadId) lines.push({ type: 'unread', key: 'unread' })
    lines.push({ type: 'message', key: message.id, message, starts: true, ends: true })
  }
  lines.push(...(boundaries.get(messages.length) ?? []))
  return joinRuns(lines)
}

const momentOf = ({ type, stretch }: Boundary): string =>
  type === 'closed' ? (stretch.closedAt ?? stretch.openedAt) : stretch.openedAt

/** Index of the message before which each boundary stands; the number of messages when it stands last. */
function placeBoundaries(
  messages: readonly MessageView[],
  stretches: readonly Stretch[],
  { isWhole, isAtEnd }: { isWhole: boolean; isAtEnd: boolean },
): Map<number, Boundary[]> {
  const places = new Map<number, Boundary[]>()
  const add = (index: number, line: Boundary): void => {
    const isLoaded = (index > 0 || isWhole) && (index < messages.length || isAtEnd)
    if (isLoaded || messages.length === 0) places.set(index, [...(places.get(index) ?? []), line])
  }
  const firsts = firstOfEach(messages)
  const opened = stretches.map((stretch) => firsts.get(stretch.number) ?? placeOf(messages, stretch.openedAt))
  for (const [index, stretch] of stretches.entries()) {
    add(opened[index] ?? messages.length, { type: 'opened', key: `opened:${stretch.number}`, stretch })
    if (stretch.closedAt === null) continue
    const byTime = placeOf(messages, stretch.closedAt)
    const closed = Math.max(opened[index] ?? 0, Math.min(byTime, opened[index + 1] ?? messages.length))
    add(closed, { type: 'closed', key: `closed:${stretch.number}`, stretch })
  }
  return places
}

/** A conversation's first message was written a little before the server heard of it; a late one may stand far above it. */
function firstOfEach(messages: readonly MessageView[]): Map<number, number> {
  const firsts = new Map<number, number>()
  for (const [index, { number, isLate }] of messages.entries()) {
    if (number !== null && !isLate && !firsts.has(number)) firsts.set(number, index)
  }
  return firsts
}

function joinRuns(lines: ThreadLine[]): ThreadLine[] {
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1]
    if (line.type !== 'message' || next?.type !== 'message' || !isSameRun(line.message, next.message))
      continue
    line.ends = false
    next.starts = false
  }
  return lines
}

function isSameRun(a: MessageView, b: MessageView): boolean {
  return (
    a.direction === b.direction &&
    a.chatId === b.chatId &&
    a.author.kind === b.author.kind &&
    a.author.id === b.author.id &&
    Date.parse(b.at) - Date.parse(a.at) < runGapMs
  )
}

/** A day of the calendar is asked for once a quarter of an hour: no zone's midnight falls between two quarters. */
export function rememberDays(dayOf: (at: string) => string): (at: string) => string {
  const known = new Map<number, string>()
  return (at) => {
    const quarter = Math.floor(Date.parse(at) / 900_000)
    const day = known.get(quarter) ?? dayOf(at)
    known.set(quarter, day)
    return day
  }
}
