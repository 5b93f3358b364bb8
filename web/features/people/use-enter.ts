import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { Me } from '#contract/people'
import { meQuery } from '../../lib/me.ts'
import { setPageUser } from '../../lib/page-user.ts'

/** Goes into the app as the user who has just signed in; nothing of an earlier user stays in memory. */
export function useEnter(): (me: Me, to?: string) => Promise<void> {
  const client = useQueryClient()
  const router = useRouter()
  return async (me, to = '/') => {
    setPageUser(me.user.id)
    client.clear()
    client.setQueryData(meQuery.queryKey, me)
    router.history.replace(to)
    await router.load()
  }
}
