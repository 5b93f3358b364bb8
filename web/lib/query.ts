import { QueryClient } from '@tanstack/react-query'
import { isApiError } from './api-error.ts'

/** A refusal stays a refusal; what may pass by itself (no network, a restart) is tried again a few times. */
export function isWorthRetrying(failures: number, error: unknown): boolean {
  if (isApiError(error, 'network.cancelled')) return false
  const isPassing = !isApiError(error) || error.status === 0 || error.status === 429 || error.status >= 500
  return isPassing && failures < 3
}

/** Milliseconds before the next try: half a second, doubling, at most eight. */
function retryDelay(failures: number): number {
  return Math.min(500 * 2 ** failures, 8000)
}

/**
 * Answers of the server, kept. They are fresh until a live change or a reload says otherwise, so nothing is asked again on focus.
 * A server on the local network is reachable without the internet: the browser's idea of being online decides nothing.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 5 * 60_000,
      gcTime: 30 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: isWorthRetrying,
      retryDelay,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})
