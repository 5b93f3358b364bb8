import type { VisitorMessage } from '#contract/website'
import type { QueuedMessage } from './queue-store.ts'
import { startOfDay } from './format.ts'
import type { Words } from './words.ts'

/** One message as shown: what the server has, or what still waits here. */
export type Row = {
  id: string
  at: string
  isMine: boolean
  authorName: string | null
  isAutomatic: boolean
  message: VisitorMessage | null
  queued: QueuedMessage | null
  /** Begins a day. */
  startsDay: boolean
  /** Shows the author above it. */
  startsGroup: boolean
  /** Shows its time under it. */
  endsGroup: boolean
}

const groupMs = 5 * 60_000

/** The thread with what waits to be sent at its end, cut into days and groups of one author. */
export function rowsOf(messages: readonly VisitorMessage[], queue: readonly QueuedMessage[]): Row[] {
  const sent = new Set(messages.map(({ id }) => id))
  const plain = [
    ...messages.map((message) => ({ ...pick(message), message, queued: null })),
    ...queue
      .filter(({ id }) => !sent.has(id))
      .map((queued) => ({
        id: queued.id,
        at: queued.at,
        isMine: true,
        authorName: null,
        isAutomatic: false,
        message: null,
        queued,
      })),
  ]
  const rows = plain.map((one, index): Row => {
    const before = plain[index - 1]
    const startsDay = before === undefined || dayOf(before.at) !== dayOf(one.at)
    return { ...one, startsDay, startsGroup: startsDay || !belongTogether(before, one), endsGroup: true }
  })
  return rows.map((row, index) => ({
    ...row,
    endsGroup: row.isMine || (rows[index + 1]?.startsGroup ?? true),
  }))
}

type Authored = Pick<Row, 'at' | 'isMine' | 'authorName' | 'isAutomatic'>

function pick({ id, at, isMine, authorName, isAutomatic }: VisitorMessage): Authored & { id: string } {
  return { id, at, isMine, authorName, isAutomatic }
}

function belongTogether(one: Authored, other: Authored): boolean {
  const isSameAuthor =
    one.isMine === other.isMine &&
    one.authorName === other.authorName &&
    one.isAutomatic === other.isAutomatic
  return isSameAuthor && Date.parse(other.at) - Date.parse(one.at) < groupMs
}

function dayOf(at: string): number {
  return startOfDay(new Date(at))
}

/** Who wrote a message that is not the visitor's own, as he knows him. */
export function authorOf(
  { authorName, isAutomatic }: Pick<VisitorMessage, 'authorName' | 'isAutomatic'>,
  words: Words,
): string {
  if (isAutomatic) return words.automatic
  return authorName ?? words.someone
}

export function firstWords(message: VisitorMessage, words: Words): string {
  const text = message.text === '' ? message.files.map(({ name }) => name).join(', ') : message.text
  return (text === '' ? words.filesOnly : text).slice(0, 120)
}
