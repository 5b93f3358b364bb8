import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { listNotifications } from '#contract/notifications'
import { call } from '../../../lib/api.ts'
import { countsKey } from '../../imbox/use-counts.ts'
import { settingsQuery } from '../settings/settings-data.ts'
import { isHeard } from './is-heard.ts'
import { playTone } from './play-tone.ts'
import { soundsBehind } from './sounds-behind.ts'

const mostLooked = 20
/** Of several pages of one browser one sounds; the others find it sounding. */
const lockName = 'beseda.sound'

/** Sounds when the bell's count rises by something of a kind that sounds. What is read, or floods one line, is silent. */
export function useSound(count: number): void {
  const client = useQueryClient()
  const before = useRef<number | null>(null)
  useEffect(() => {
    // Until the counters are there, their number is none.
    if (client.getQueryData(countsKey) === undefined) return
    const added = before.current === null ? 0 : count - before.current
    before.current = count
    if (added > 0 && (document.hasFocus() || soundsBehind())) void sound(client, added)
  }, [client, count])
}

async function sound(client: QueryClient, added: number): Promise<void> {
  try {
    const [{ choices }, { items }] = await Promise.all([
      client.fetchQuery(settingsQuery),
      call(listNotifications, { limit: mostLooked }),
    ])
    if (!isHeard(items, added, choices)) return
    await navigator.locks.request(lockName, { ifAvailable: true }, async (lock) => lock && playTone())
  } catch {
    // Nobody misses a sound that could not be made.
  }
}
