import { QueryClient } from '@tanstack/react-query'
import type { InvalidateOptions, InvalidateQueryFilters, Query, QueryKey } from '@tanstack/react-query'
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
 * What is called stale while it is loaded for the first time is asked for once more. The library takes the answer that is on its
 * way for a fresh one, though the server may have read it before the change that we were told of.
 */
export class LiveQueryClient extends QueryClient {
  readonly #again = new Map<Query, Promise<void>>()

  override async invalidateQueries<Key extends QueryKey = QueryKey>(
    filters?: InvalidateQueryFilters<Key>,
    options?: InvalidateOptions,
  ): Promise<void> {
    const fetching =
      filters?.refetchType === 'none'
        ? []
        : this.getQueryCache().findAll({ ...filters, fetchStatus: 'fetching' })
    const again = fetching.flatMap((query) => (query.state.data === undefined ? [this.#askAgain(query)] : []))
    await Promise.all([super.invalidateQueries(filters, options), ...again])
  }

  /** However often it is called stale before its answer is there. */
  #askAgain(query: Query): Promise<void> {
    const known = this.#again.get(query)
    if (known) return known
    const { queryKey } = query
    const asked = Promise.resolve(query.promise).then(
      () => {
        this.#again.delete(query)
        return super.invalidateQueries({ queryKey, exact: true })
      },
      () => void this.#again.delete(query),
    )
    this.#again.set(query, asked)
    return asked
  }
}

/**
 * Answers of the server, kept. They are fresh until a live change or a reload says otherwise, so nothing is asked again on focus.
 * A server on the local network is reachable without the internet: the browser's idea of being online decides nothing.
 */
export const queryClient = new LiveQueryClient({
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
