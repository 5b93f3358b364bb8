import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { EndpointOutput } from '#contract/endpoint'
import { listPresences } from '#contract/presence'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { useSession } from '../../lib/session.ts'

type Presences = EndpointOutput<typeof listPresences>

const key = ['presences'] as const

/** Names of the colleagues who look at a conversation now; oneself is none of them. */
export function usePresences(): (number: number) => readonly string[] {
  const client = useQueryClient()
  const { user, colleagues } = useSession()
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(listPresences, undefined, { signal }),
  })
  useLive('presence', ({ number, userIds }) =>
    client.setQueryData<Presences>(key, (before) => {
      const others = before?.items.filter((each) => each.number !== number) ?? []
      return { items: userIds.length === 0 ? others : [...others, { number, userIds }] }
    }),
  )
  return useMemo(() => {
    const names = new Map(colleagues.map(({ id, name }) => [id, name]))
    const byNumber = new Map(
      data?.items.map(({ number, userIds }) => [
        number,
        userIds.filter((id) => id !== user.id).flatMap((id) => names.get(id) ?? []),
      ]),
    )
    return (number) => byNumber.get(number) ?? nobody
  }, [data, colleagues, user.id])
}

const nobody: readonly string[] = []
