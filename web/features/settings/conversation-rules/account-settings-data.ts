import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { changeAccountSettings, getAccountSettings } from '#contract/account-settings'
import type { AccountSettings, AccountSettingsChange } from '#contract/account-settings'
import type { EndpointOutput } from '#contract/endpoint'
import { call } from '../../../lib/api.ts'
import { useLive } from '../../../lib/live-hooks.ts'
import { say } from '../../../lib/words.ts'
import { errorToast, toast } from '../../../ui/toasts.tsx'

type View = EndpointOutput<typeof getAccountSettings>

export const accountSettingsQuery = queryOptions({
  queryKey: ['account-settings'],
  queryFn: ({ signal }) => call(getAccountSettings, undefined, { signal }),
})

/** What messages would come to, as the try-it box was told. */
export const trialKey = ['conversation-rules', 'trial'] as const

/** What the account sets for all its channels; follows what colleagues change. */
export function useAccountSettings(): UseQueryResult<View> {
  const client = useQueryClient()
  useLive('settings', () => void client.invalidateQueries({ queryKey: accountSettingsQuery.queryKey }))
  return useQuery(accountSettingsQuery)
}

/**
 * Changes settings, at once on the screen; what is refused goes back and is told, as when a colleague has changed the same
 * meanwhile. One after another: each begins with what the one before it has left.
 */
export function useChangeSettings(): { mutate: (change: AccountSettingsChange) => void } {
  const client = useQueryClient()
  const { queryKey } = accountSettingsQuery
  const { mutate } = useMutation({
    scope: { id: 'account-settings' },
    mutationFn: (change: AccountSettingsChange & { seen?: AccountSettingsChange }) =>
      call(changeAccountSettings, change),
    onSuccess: (view) => {
      client.setQueryData(queryKey, view)
      // The box asks as soon as the choice is seen here: it may have been told by the rules from before it was saved.
      void client.invalidateQueries({ queryKey: trialKey })
      toast(say()('c.saved'))
    },
    onError: (error) => {
      errorToast(error)
      void client.invalidateQueries({ queryKey })
    },
  })
  return {
    mutate: (change) => {
      // What is on its way would bring back what stood there before.
      void client.cancelQueries({ queryKey })
      const known = client.getQueryData(queryKey)
      client.setQueryData(queryKey, (view) => view && { ...view, settings: { ...view.settings, ...change } })
      mutate({ ...change, ...(known && { seen: partOf(known.settings, change) }) })
    },
  }
}

/** How what is changed stands. */
function partOf(settings: AccountSettings, change: AccountSettingsChange): AccountSettingsChange {
  const { newConversationRule, dealOnFirstReply, responseTime, retention } = settings
  return {
    ...(change.newConversationRule !== undefined && { newConversationRule }),
    ...(change.dealOnFirstReply !== undefined && { dealOnFirstReply }),
    ...(change.responseTime !== undefined && { responseTime }),
    ...(change.retention !== undefined && { retention }),
  }
}
