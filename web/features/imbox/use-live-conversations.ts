import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { ConversationDetail } from '#contract/conversations'
import { useLive } from '../../lib/live-hooks.ts'
import { useOutbox } from '../composer/outbox-instance.ts'
import { applyMessage, chatKey, noticeBoundary } from '../chat/thread-cache.ts'
import { applyMark, applyRow, dropConversation, knownRow, refreshServers } from './conversation-cache.ts'

const refreshPauseMs = 2000

/**
 * Live frames into everything that shows conversations: lists, opened chats, the client and his deal. While a page that uses it
 * is mounted nothing is asked for again; what is kept from an earlier visit is.
 */
export function useLiveConversations(): void {
  const client = useQueryClient()
  const outbox = useOutbox()
  const refresh = useRef<ReturnType<typeof setTimeout> | null>(null)
  /** At most once in a while, however much happens. */
  const refreshSoon = (): void => {
    refresh.current ??= setTimeout(() => {
      refresh.current = null
      refreshServers(client)
    }, refreshPauseMs)
  }

  /** What is shown of a client beside his chats: his conversations, his deals. */
  const reloadClient = (contactId: number): void => {
    void client.invalidateQueries({
      queryKey: ['conversations', 'detail'],
      predicate: (query) => detailOf(query.state.data)?.row.contact.id === contactId,
    })
  }

  useLive('message', ({ message }) => {
    applyMessage(client, message)
    outbox.settle(message.id)
  })
  useLive('conversation', ({ row }) => {
    const before = knownRow(client, row.number)
    applyRow(client, row)
    noticeBoundary(client, row)
    refreshSoon()
    const isOther = before?.card?.id !== row.card?.id || before?.closedAt !== row.closedAt
    if (isOther) reloadClient(row.contact.id)
  })
  useLive('chat', ({ chatId }) => void client.invalidateQueries({ queryKey: chatKey(chatId) }))
  useLive('marked', ({ number, star, subscription }) =>
    applyMark(client, number, {
      ...(star !== undefined && { isStarred: star }),
      ...(subscription !== undefined && { isSubscribed: subscription }),
    }),
  )
  useLive('conversation.gone', ({ number }) => dropConversation(client, number))
  useLive('contact', ({ contact }) => reloadClient(contact.id))
  useLive('deal', ({ deal }) => {
    void client.invalidateQueries({
      queryKey: ['conversations', 'detail'],
      predicate: (query) => detailOf(query.state.data)?.deal?.id === deal.id,
    })
  })
  useLive('customer', ({ customer }) => {
    void client.invalidateQueries({
      queryKey: ['conversations', 'detail'],
      predicate: (query) => detailOf(query.state.data)?.customer?.id === customer.id,
    })
  })
  useLive('channels', () => void client.invalidateQueries({ queryKey: ['chats'], predicate: isChat }))

  useEffect(() => {
    return () => {
      clearTimeout(refresh.current ?? undefined)
      for (const queryKey of [['conversations'], ['chats']]) {
        void client.invalidateQueries({ queryKey, refetchType: 'none' })
      }
    }
  }, [client])
}

const isChat = (query: { queryKey: readonly unknown[] }): boolean => query.queryKey[2] === 'chat'

function detailOf(data: unknown): ConversationDetail | null {
  const isDetail = (value: unknown): value is ConversationDetail =>
    typeof value === 'object' && value !== null && 'row' in value && 'others' in value
  return isDetail(data) ? data : null
}
