import { useQueryClient } from '@tanstack/react-query'
import { changeMe } from '#contract/people'
import type { Preferences } from '#contract/people'
import { call } from '../../lib/api.ts'
import { meQuery } from '../../lib/me.ts'
import { keepUntilSaved } from '../../lib/unsaved-preferences.ts'
import { errorToast } from '../../ui/toasts.tsx'

/** Changes what a user likes: seen at once, kept for all his devices. */
export function useChangePreferences(): (changes: Partial<Preferences>) => void {
  const client = useQueryClient()
  return (changes) => {
    client.setQueryData(
      meQuery.queryKey,
      (me) => me && { ...me, user: { ...me.user, preferences: { ...me.user.preferences, ...changes } } },
    )
    keepUntilSaved(changes, call(changeMe, { preferences: changes })).catch((error: unknown) => {
      errorToast(error)
      void client.invalidateQueries({ queryKey: meQuery.queryKey })
    })
  }
}
