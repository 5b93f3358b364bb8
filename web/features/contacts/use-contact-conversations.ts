import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listContactConversations } from '#contract/conversations'
import type { ConversationRow } from '#contract/conversations'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { LiveRows } from '../../lib/live-rows.ts'
import { useRowList } from '../../lib/use-row-list.ts'
import type { RowList } from '../../lib/use-row-list.ts'

const pageSize = 50
const lists = ['contacts', 'conversations'] as const
const numberOf = (row: ConversationRow): number => row.number

/** Newest first. */
const liveConversations = new LiveRows<ConversationRow, number>({
  key: lists,
  keyOf: numberOf,
  rulesOf: (contactId) => ({
    keyOf: numberOf,
    isListed: (row) => row.contact.id === contactId,
    compare: (a, b) => b.number - a.number,
    isSearch: false,
  }),
  isFilter: (part) => typeof part === 'number',
})

/** The conversations of a contact, kept true while they are shown. */
export function useContactConversations(contactId: number): RowList<ConversationRow> {
  const client = useQueryClient()
  const list = useRowList({
    queryKey: [...lists, contactId],
    load: async (cursor, signal) => {
      const askedAt = Date.now()
      const page = await call(listContactConversations, { contactId, cursor, limit: pageSize }, { signal })
      return liveConversations.freshen(page, contactId, askedAt, cursor)
    },
    keyOf: numberOf,
  })
  useLive('conversation', ({ row }) => liveConversations.put(client, row))
  useLive('conversation.gone', () => void client.invalidateQueries({ queryKey: lists }))
  useEffect(() => () => liveConversations.leave(client), [client])
  return list
}
