import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getConversation } from '#contract/conversations'
import type { ConversationDetail, ConversationRow } from '#contract/conversations'
import { call } from '../../lib/api.ts'
import { askDetail, detailKey, knownRow } from './conversation-cache.ts'

export type OpenedConversation = {
  /** Known from the list before the rest is loaded. */
  row: ConversationRow | undefined
  detail: ConversationDetail | undefined
  error: unknown
  retry: () => void
}

/** The opened conversation with its client and deal. */
export function useConversation(number: number | null): OpenedConversation {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: detailKey(number ?? 0),
    queryFn: ({ signal }) => askDetail(() => call(getConversation, { number: number ?? 0 }, { signal })),
    enabled: number !== null,
  })
  const row = query.data?.row ?? (number === null ? undefined : knownRow(client, number))
  return { row, detail: query.data, error: query.error, retry: () => void query.refetch() }
}
