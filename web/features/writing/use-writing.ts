import { useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import type { EndpointOutput } from '#contract/endpoint'
import { createStartLink, getWriting } from '#contract/writing'
import type { WritingView } from '#contract/writing'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { useCreate } from '../../lib/use-create.ts'

export type WritableChat = WritingView['chats'][number]
export type OtherChannel = WritingView['others'][number]

/** Where a contact can be written to, asked anew whenever it is looked at and when one of its conversations moves. */
export function useWriting(contactId: number): UseQueryResult<WritingView> {
  const query = useQuery({
    queryKey: ['writing', contactId],
    queryFn: ({ signal }) => call(getWriting, { contactId }, { signal }),
    staleTime: 0,
  })
  useLive('conversation', ({ row }) => {
    if (row.contact.id === query.data?.contact.id) void query.refetch()
  })
  return query
}

type StartLink = EndpointOutput<typeof createStartLink>

/** A link for one contact in one channel: made once while the app is open, however often it is looked at. */
export function useStartLink(contactId: number, channelId: number): UseQueryResult<StartLink> {
  const create = useCreate()
  return useQuery({
    queryKey: ['start-link', contactId, channelId],
    queryFn: () =>
      create([contactId, channelId], (requestId) =>
        call(createStartLink, { requestId, contactId, channelId }),
      ),
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
  })
}
