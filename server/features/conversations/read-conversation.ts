import { change, changeAll } from '#lib/events'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { targetOf, tellRead } from './close-conversation.ts'
import type { ConversationState } from './conversation-state.ts'
import { keepReadings } from './end-waiting.ts'
import { lockConversation } from './lock-conversation.ts'
import { saveConversations } from './save-conversation.ts'
import { isMeantFor } from './recipients.ts'

export type Reading = {
  accountId: number
  number: number
  userId: number
  /** `visible`: the newest message stands in a focused window; counts only for those it was meant for (R3). */
  way: 'visible' | 'marked'
  /** With `visible`: the newest message on the screen; a newer one keeps the conversation unread. */
  upTo: string | null
  now: Date
}

/** Marks a conversation read. A look by somebody it was not meant for changes nothing. */
export async function markRead(tx: Tx, reading: Reading): Promise<ConversationState> {
  const before = await lockConversation(tx, reading.accountId, reading.number)
  if (!before) throw new AppError('conversation.not_found')
  if (before.readAt !== null) return before
  if (reading.way === 'visible') {
    const isBehind =
      reading.upTo !== null && before.lastIncomingId !== null && !(await isUpToDate(tx, before, reading.upTo))
    if (isBehind || !(await isMeantFor(tx, before, reading.userId))) {
      await tellLook(tx, before, reading.upTo)
      return before
    }
  }
  const [after = before] = await readLocked(tx, [before], reading)
  return after
}

/** Marks unread conversations of one account whose locks are held, together. */
export async function readLocked(
  tx: Tx,
  unread: readonly ConversationState[],
  { accountId, now, way, userId, upTo }: Omit<Reading, 'number'>,
): Promise<ConversationState[]> {
  const changes = unread.map((before) => ({ before, after: { ...before, readAt: now, unread: 0 } }))
  await saveConversations(tx, accountId, changes)
  await keepReadings(tx, unread, { at: now, way, userId, upTo })
  await tellRead(tx, unread)
  return changes.map(({ after }) => after)
}

/** The client's messenger may be told that somebody looked, though nothing is read by it here. */
async function tellLook(tx: Tx, state: ConversationState, upTo: string | null): Promise<void> {
  const messageId = upTo ?? state.lastIncomingId
  if (messageId !== null) await change(tx, { ...targetOf(state), topic: 'conversation.looked', messageId })
}

async function isUpToDate(tx: Tx, state: ConversationState, upTo: string): Promise<boolean> {
  const row = await tx
    .selectFrom('messages as seen')
    .innerJoin('messages as last', (join) =>
      join.onRef('last.account_id', '=', 'seen.account_id').on('last.id', '=', state.lastIncomingId),
    )
    .select(['seen.received_at as seenAt', 'last.received_at as lastAt'])
    .where('seen.account_id', '=', state.accountId)
    .where('seen.id', '=', upTo)
    .where('seen.chat_id', '=', state.chatId)
    .executeTakeFirst()
  return row !== undefined && row.seenAt >= row.lastAt
}

/** Marks an open conversation unread again, for whoever should look at it later. `unread`: so many messages are. */
export async function markUnread(
  tx: Tx,
  marking: { accountId: number; number: number; unread?: number },
): Promise<ConversationState> {
  const before = await lockConversation(tx, marking.accountId, marking.number)
  if (!before) throw new AppError('conversation.not_found')
  if (before.closedAt !== null) throw new AppError('conversation.closed')
  if (before.readAt === null) return before
  const [after = before] = await unreadLocked(tx, [before], marking)
  return after
}

/** The same for open, read conversations of one account whose locks are held, together. */
export async function unreadLocked(
  tx: Tx,
  read: readonly ConversationState[],
  { accountId, unread = 0 }: { accountId: number; unread?: number },
): Promise<ConversationState[]> {
  const changes = read.map((before) => ({ before, after: { ...before, readAt: null, unread } }))
  await saveConversations(tx, accountId, changes)
  await changeAll(
    tx,
    read.map((state) => ({ ...targetOf(state), topic: 'conversation.unread' })),
  )
  return changes.map(({ after }) => after)
}
