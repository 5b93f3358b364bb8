import type { LineKind } from '../feed-place.ts'
import type { FeedStream } from '../stream.ts'
import { events } from './events.ts'
import { messages } from './messages.ts'

/** All that a card's feed is merged from. A new kind of lines is a file here and its line. */
export const streams: Record<LineKind, FeedStream> = { event: events, message: messages }
