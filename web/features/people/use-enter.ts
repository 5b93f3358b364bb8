import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Me } from '#contract/people'

/** Goes into the app as the user who has just signed in; nothing of an earlier user stays in memory. */
export function useEnter(): (me: Me, to?: string) => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async (me, to) => {
    client.clear()
    client.setQueryData(['me'], me)
    await navigate({ to: to ?? '/imbox', replace: true })
  }
}
