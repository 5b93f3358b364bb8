import { useMantineColorScheme } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Me } from '#contract/people'
import { useLive } from './lib/live-hooks.ts'
import { meQuery } from './lib/me.ts'
import { setLanguage } from './lib/words.ts'

/** The user's language and theme, also when they are changed on another device. */
export function useOwnSettings(me: Me): void {
  const client = useQueryClient()
  const { setColorScheme } = useMantineColorScheme()
  const { language, preferences } = me.user
  useLive('me', () => void client.invalidateQueries({ queryKey: meQuery.queryKey }))
  useLive('users', () => void client.invalidateQueries({ queryKey: meQuery.queryKey }))
  useLive('pipelines', () => {
    // Rows of deals carry their stage.
    for (const key of ['pipelines', 'loss-reasons', 'deals']) {
      void client.invalidateQueries({ queryKey: [key] })
    }
  })
  const { stamp } = me.rights
  const seen = useRef(stamp)
  useEffect(() => {
    if (seen.current === stamp) return
    seen.current = stamp
    // What may be seen has changed: nothing that was read before is shown any longer.
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] })
  }, [client, stamp])
  useLive('fields', () => void client.invalidateQueries({ queryKey: ['fields'] }))
  useLive('tags', () => {
    // Rows carry their tags, in lists and in opened cards.
    for (const key of ['tags', 'deals', 'customers', 'contacts', 'companies', 'cards']) {
      void client.invalidateQueries({ queryKey: [key] })
    }
  })
  useEffect(() => void setLanguage(language), [language])
  useEffect(
    () => setColorScheme(preferences.theme === 'system' ? 'auto' : preferences.theme),
    [preferences.theme, setColorScheme],
  )
}
