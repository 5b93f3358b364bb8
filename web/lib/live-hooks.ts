import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import type { LiveTopic } from '#contract/live'
import { tellSignedOut } from './api.ts'
import { LiveClient } from './live.ts'
import type { ChangeOf, LiveState } from './live.ts'
import { queryClient } from './query.ts'

function liveUrl(): string {
  const url = new URL('/api/live', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

/** The live updates of this page; the shell of the signed-in app starts and stops them. */
const live = new LiveClient(typeof location === 'undefined' ? '' : liveUrl())

/** Longer than this between two ticks: the machine slept, and the socket may be dead without knowing. */
const sleptMs = 30_000
const tickMs = 10_000
/** More than two of the server's signs of life (`live-hub.ts`) have not come. */
const silentMs = 70_000

/**
 * Keeps the page up to date while it is mounted: connects, resumes after sleep, loads everything anew when told to.
 * `cursor`: from before anything of the page was read, so that nothing falls between reading and listening.
 */
export function useLiveConnection(cursor: string, userId: number): void {
  const begin = useEffectEvent(() => live.start(cursor, userId))
  useEffect(() => {
    const wake = (): void => live.reconnect()
    const lose = (): void => live.lose()
    let last = Date.now()
    const timer = setInterval(() => {
      if (Date.now() - last > sleptMs) wake()
      else live.loseIfSilent(silentMs)
      last = Date.now()
    }, tickMs)
    const forget = live.onReload(() => void queryClient.invalidateQueries())
    const leave = live.onEnd(tellSignedOut)
    window.addEventListener('online', wake)
    window.addEventListener('offline', lose)
    begin()
    return () => {
      clearInterval(timer)
      forget()
      leave()
      window.removeEventListener('online', wake)
      window.removeEventListener('offline', lose)
      live.stop()
    }
  }, [])
}

/** Calls the newest `handle` for every change of a topic while the component is mounted. */
export function useLive<T extends LiveTopic>(topic: T, handle: (change: ChangeOf<T>) => void): void {
  const onChange = useEffectEvent(handle)
  useEffect(() => live.on(topic, (change) => onChange(change)), [topic])
}

/** Walking through a list one looks at what one stays with. */
const stayMs = 600

/** Tells colleagues, while the component is mounted and the page is on the screen, that one looks at this conversation. */
export function useLook(number: number): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = (): void => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') timer = setTimeout(() => live.look(number), stayMs)
      else live.look(null)
    }
    tell()
    document.addEventListener('visibilitychange', tell)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', tell)
      live.look(null)
    }
  }, [number])
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(live.watch, live.getState)
}
