import { useQueryClient } from '@tanstack/react-query'
import {
  closeConversation,
  dismissConversation,
  readConversation,
  starConversation,
  subscribeConversation,
  unreadConversation,
  unstarConversation,
  unsubscribeConversation,
} from '#contract/conversations'
import type { ConversationRow } from '#contract/conversations'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { useSession } from '../../lib/session.ts'
import { showClosure } from '../chat/thread-cache.ts'
import { applyRow, askRow, detailKey, knownRow, lastApplied } from './conversation-cache.ts'
import { errorToast } from '../../ui/toasts.tsx'

export type CloseOutcome = 'closed' | 'new_message' | 'failed'

export type ConversationActions = {
  close: (row: ConversationRow, seenMessageId: string | null, anyway?: boolean) => Promise<CloseOutcome>
  dismiss: (row: ConversationRow) => Promise<void>
  markRead: (row: ConversationRow) => Promise<void>
  markUnread: (row: ConversationRow) => Promise<void>
  toggleStar: (row: ConversationRow) => void
  toggleSubscription: (row: ConversationRow) => void
}

const asRead = (row: ConversationRow): ConversationRow => ({ ...row, isRead: true, unread: 0 })
const asAnswered = (row: ConversationRow): ConversationRow => ({
  ...asRead(row),
  waitingSince: null,
  due: null,
})

const last = new Map<number, Promise<unknown>>()

/** What is done with one conversation reaches the server in the order in which it was done. */
async function inTurn<T>(number: number, ask: () => Promise<T>): Promise<T> {
  const before = last.get(number) ?? Promise.resolve()
  const mine = before.then(ask, ask)
  last.set(number, mine)
  try {
    return await mine
  } finally {
    if (last.get(number) === mine) last.delete(number)
  }
}

/** What can be done with a conversation. The screen answers at once; what the server refuses is put back and said. */
export function useConversationActions(): ConversationActions {
  const client = useQueryClient()
  const me = useSession()

  const act = async (
    row: ConversationRow,
    change: (now: ConversationRow) => ConversationRow,
    ask: (now: ConversationRow) => Promise<ConversationRow>,
  ): Promise<void> => {
    // What was done a moment ago is not on the screen yet, but known.
    const now = knownRow(client, row.number) ?? row
    const shown = change(now)
    applyRow(client, shown)
    try {
      await askRow(client, () => inTurn(row.number, () => ask(now)))
    } catch (error) {
      if (lastApplied(row.number) === shown) applyRow(client, now)
      else void client.invalidateQueries({ queryKey: ['conversations'] })
      throw error
    }
  }
  const number = (row: ConversationRow): { number: number } => ({ number: row.number })

  return {
    close: async (row, seenMessageId, anyway = false) => {
      const asClosed = (now: ConversationRow): ConversationRow => ({
        ...asAnswered(now),
        status: 'closed',
        closedAt: new Date().toISOString(),
      })
      showClosure(client, asClosed(row), me.user)
      try {
        await act(row, asClosed, () => call(closeConversation, { ...number(row), seenMessageId, anyway }))
        void client.invalidateQueries({ queryKey: detailKey(row.number) })
        return 'closed'
      } catch (error) {
        showClosure(client, row, null)
        if (isApiError(error, 'conversation.new_message')) return 'new_message'
        errorToast(error)
        return 'failed'
      }
    },
    dismiss: (row) => act(row, asAnswered, () => call(dismissConversation, number(row))).catch(errorToast),
    markRead: (row) =>
      act(row, asRead, () => call(readConversation, { ...number(row), way: 'marked' })).catch(errorToast),
    markUnread: (row) =>
      act(
        row,
        (now) => ({ ...now, isRead: false, unread: Math.max(now.unread, 1) }),
        () => call(unreadConversation, number(row)),
      ).catch(errorToast),
    toggleStar: (row) =>
      void act(
        row,
        (now) => ({ ...now, isStarred: !now.isStarred }),
        (now) => call(now.isStarred ? unstarConversation : starConversation, number(row)),
      ).catch(errorToast),
    toggleSubscription: (row) =>
      void act(
        row,
        (now) => ({ ...now, isSubscribed: !now.isSubscribed }),
        (now) => call(now.isSubscribed ? unsubscribeConversation : subscribeConversation, number(row)),
      ).catch(errorToast),
  }
}
