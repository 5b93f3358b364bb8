import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useSession } from '../../../lib/session.ts'
import { settingsQuery } from '../settings/settings-data.ts'
import { isWanted, subscribe } from './browser-push.ts'

/** Who a browser's pushes are for, across sessions. */
export function useWho(): string {
  const { account, user } = useSession()
  return `${account.id}:${user.id}`
}

/** A new session is a new subscription on the server; and a pressed push opens its place in this page. */
export function useKeptPush(): void {
  const client = useQueryClient()
  const router = useRouter()
  const who = useWho()
  useEffect(() => {
    if (!isWanted(who) || !('Notification' in window) || Notification.permission !== 'granted') return
    client
      .fetchQuery(settingsQuery)
      .then(({ pushKey }) => subscribe(pushKey))
      .catch(() => {
        // Out of reach now: the next start of the page does it.
      })
  }, [client, who])
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return
    const hear = ({ data }: MessageEvent<unknown>): void => {
      const place = data && typeof data === 'object' && 'open' in data ? data.open : null
      if (typeof place === 'string' && place.startsWith('/')) router.history.push(place)
    }
    navigator.serviceWorker.addEventListener('message', hear)
    return () => navigator.serviceWorker.removeEventListener('message', hear)
  }, [router])
}
