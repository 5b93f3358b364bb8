import type { LineKind } from '../feed-place.ts'
import type { FeedStream } from '../stream.ts'
import { events } from './events.ts'
import { internal } from './internal.ts'
import { messages } from './messages.ts'
import { notes } from './notes.ts'
import { tasks } from './tasks.ts'

/** All that a card's feed is merged from. A new kind of lines is a file here and its line. */
export const streams: Record<LineKind, FeedStream> = {
  event: events,
  internal,
  message: messages,
  note: notes,
  task: tasks,
}
