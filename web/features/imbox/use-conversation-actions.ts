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
import { applyRow, detailKey, lastApplied } from './conversation-cache.ts'
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

/** What can be done with a conversation. The screen answers at once; what the server refuses is put back and said. */
export function useConversationActions(): ConversationActions {
  const client = useQueryClient()
  const me = useSession()

  const act = async (
    row: ConversationRow,
    shown: ConversationRow,
    ask: () => Promise<ConversationRow>,
  ): Promise<void> => {
    applyRow(client, shown)
    // A live frame may have come meanwhile: it is newer than what was there before, and can be newer than the answer.
    try {
      const answer = await ask()
      const last = lastApplied(row.number)
      if (!last || last.lastMessageAt <= answer.lastMessageAt) applyRow(client, answer)
    } catch (error) {
      if (lastApplied(row.number) === shown) applyRow(client, row)
      throw error
    }
  }
  const number = (row: ConversationRow): { number: number } => ({ number: row.number })

  return {
    close: async (row, seenMessageId, anyway = false) => {
      const closed: ConversationRow = {
        ...asAnswered(row),
        status: 'closed',
        closedAt: new Date().toISOString(),
      }
      showClosure(client, closed, me.user)
      try {
        await act(row, closed, () => call(closeConversation, { ...number(row), seenMessageId, anyway }))
        void client.invalidateQueries({ queryKey: detailKey(row.number) })
        return 'closed'
      } catch (error) {
        showClosure(client, row, null)
        if (isApiError(error, 'conversation.new_message')) return 'new_message'
        errorToast(error)
        return 'failed'
      }
    },
    dismiss: (row) =>
      act(row, asAnswered(row), () => call(dismissConversation, number(row))).catch(errorToast),
    markRead: (row) =>
      act(row, asRead(row), () => call(readConversation, { ...number(row), way: 'marked' })).catch(
        errorToast,
      ),
    markUnread: (row) =>
      act(row, { ...row, isRead: false, unread: Math.max(row.unread, 1) }, () =>
        call(unreadConversation, number(row)),
      ).catch(errorToast),
    toggleStar: (row) =>
      void act(row, { ...row, isStarred: !row.isStarred }, () =>
        call(row.isStarred ? unstarConversation : starConversation, number(row)),
      ).catch(errorToast),
    toggleSubscription: (row) =>
      void act(row, { ...row, isSubscribed: !row.isSubscribed }, () =>
        call(row.isSubscribed ? unsubscribeConversation : subscribeConversation, number(row)),
      ).catch(errorToast),
  }
}
