import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { EndpointInput } from '#contract/endpoint'
import { changeNotificationSettings, getNotificationSettings } from '#contract/notifications'
import type { NotificationSettings } from '#contract/notifications'
import { call } from '../../../lib/api.ts'
import { errorToast } from '../../../ui/toasts.tsx'

const staleMs = 5 * 60_000

export const settingsQuery = queryOptions({
  queryKey: ['notification-settings'],
  queryFn: ({ signal }) => call(getNotificationSettings, undefined, { signal }),
  staleTime: staleMs,
})

export type SettingsWish = EndpointInput<typeof changeNotificationSettings>

/** Shows a choice at once and keeps what the server answers; what it refuses goes back. */
export function useChangeSettings(): (wish: SettingsWish) => void {
  const client = useQueryClient()
  const { queryKey } = settingsQuery
  const change = useMutation({
    mutationFn: (wish: SettingsWish) => call(changeNotificationSettings, wish),
    onMutate: async (wish) => {
      await client.cancelQueries({ queryKey })
      client.setQueryData(queryKey, (old) => old && withWish(old, wish))
    },
    // What was chosen meanwhile is on its way: only the last answer says how it stands.
    onSuccess: (answer) =>
      client.isMutating({ mutationKey: queryKey }) === 1 && client.setQueryData(queryKey, answer),
    onError: (error) => {
      errorToast(error)
      void client.invalidateQueries({ queryKey })
    },
    mutationKey: queryKey,
    scope: { id: 'notification-settings' },
  })
  return (wish) => change.mutate(wish)
}

function withWish(old: NotificationSettings, wish: SettingsWish): NotificationSettings {
  const { choices = {}, digestMinutes = old.digestMinutes, showsText = old.showsText } = wish
  const entries = Object.entries(choices).map(([kind, ways]) => [kind, { ...kindOf(old, kind), ...ways }])
  return { ...old, digestMinutes, showsText, choices: { ...old.choices, ...Object.fromEntries(entries) } }
}

function kindOf(old: NotificationSettings, kind: string): object {
  return Object.entries(old.choices).find(([name]) => name === kind)?.[1] ?? {}
}
