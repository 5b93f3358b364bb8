import { useSyncExternalStore } from 'react'

/** One clock for all countdowns: they tick together, and stop when none is on the screen. */
const everyMs = 15_000
const watchers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null
let now = Date.now()

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  timer ??= setInterval(tick, everyMs)
  return () => {
    watchers.delete(watcher)
    if (watchers.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

function tick(): void {
  now = Date.now()
  for (const watcher of watchers) watcher()
}

function read(): number {
  if (timer === null && Date.now() - now > everyMs) now = Date.now()
  return now
}

/** Milliseconds since 1970, renewed every 15 seconds. */
export function useNow(): number {
  return useSyncExternalStore(watch, read)
}
