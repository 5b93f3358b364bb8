import { locationText } from '#contract/location'
import type { MessageView } from '#contract/messages'
import { fileKindOf } from '#contract/split'
import type { OutboxEntry } from './outbox.ts'

/** The bubble of a message that is not yet the server's: it looks as it will. */
export function optimisticMessage(entry: OutboxEntry, author: { id: number; name: string }): MessageView {
  return {
    id: entry.id,
    chatId: entry.chatId,
    number: null,
    direction: 'out',
    kind: 'text',
    unsupported: null,
    author: { kind: 'user', id: author.id, name: author.name },
    text: entry.location ? locationText(entry.location) : entry.text,
    entities: [],
    at: entry.at,
    receivedAt: entry.at,
    isLate: false,
    editedAt: null,
    deletedAt: null,
    change: null,
    replyTo: entry.replyTo,
    forwardedFrom: null,
    location: entry.location ?? null,
    reactions: [],
    attachments: entry.files.map((file, position) => ({
      position,
      kind: entry.voice ? 'voice' : fileKindOf(file.mime),
      name: file.name,
      mime: file.mime,
      sizeBytes: file.sizeBytes,
      durationSeconds: entry.voice?.durationSeconds ?? null,
      width: file.width,
      height: file.height,
      state: 'ready',
      url: file.url,
    })),
    state: 'queued',
    parts: [],
  }
}

/** The chat's messages with those still on their way at the end, each once. */
export function withOutbox(
  items: readonly MessageView[],
  entries: readonly OutboxEntry[],
  author: { id: number; name: string },
): readonly MessageView[] {
  if (entries.length === 0) return items
  const known = new Set(items.slice(-200).map((item) => item.id))
  const underway = entries.filter((entry) => !known.has(entry.id))
  return underway.length === 0
    ? items
    : [...items, ...underway.map((entry) => optimisticMessage(entry, author))]
}
