import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { EndpointOutput } from '#contract/endpoint'
import { listPresences } from '#contract/presence'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { useSession } from '../../lib/session.ts'

type Presences = EndpointOutput<typeof listPresences>
type Presence = Presences['items'][number]

const key = ['presences'] as const

/** What live frames say while the list is asked for: newer than its answer. */
let meanwhile: Presence[] | null = null

function withPresence(items: readonly Presence[], presence: Presence): Presence[] {
  const others = items.filter((each) => each.number !== presence.number)
  return presence.userIds.length === 0 ? others : [...others, presence]
}

/** Names of the colleagues who look at a conversation now; oneself is none of them. */
export function usePresences(): (number: number) => readonly string[] {
  const client = useQueryClient()
  const { user, colleagues } = useSession()
  const { data } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const heard: Presence[] = []
      meanwhile = heard
      const { items } = await call(listPresences, undefined, { signal })
      if (meanwhile === heard) meanwhile = null
      return { items: heard.reduce(withPresence, items) }
    },
  })
  useLive('presence', ({ number, userIds }) => {
    const presence = { number, userIds }
    meanwhile?.push(presence)
    client.setQueryData<Presences>(key, (before) => ({ items: withPresence(before?.items ?? [], presence) }))
  })
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
