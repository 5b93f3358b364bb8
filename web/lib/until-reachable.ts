import { ApiError } from './api-error.ts'

const longestMs = 30_000

/**
 * Waits before another try: longer after each failure, but no longer than until the browser is online again. Rejects with
 * `network.cancelled` when it is given up. `askedSeconds`: what the server asked for.
 */
export function untilReachable(failures: number, askedSeconds: unknown, signal: AbortSignal): Promise<void> {
  const ownMs = Math.min(longestMs, 500 * 2 ** (failures - 1)) * (0.75 + Math.random() / 2)
  const waitMs = typeof askedSeconds === 'number' ? Math.max(ownMs, askedSeconds * 1000) : ownMs
  return new Promise((resolve, reject) => {
    const end = new AbortController()
    const settle = (work: () => void): void => {
      clearTimeout(timer)
      end.abort()
      work()
    }
    const timer = setTimeout(() => settle(resolve), waitMs)
    if (signal.aborted) return settle(() => reject(new ApiError('network.cancelled')))
    signal.addEventListener('abort', () => settle(() => reject(new ApiError('network.cancelled'))), {
      signal: end.signal,
    })
    globalThis.addEventListener('online', () => settle(resolve), { signal: end.signal })
  })
}
