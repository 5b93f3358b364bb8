import type { QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * Changes what is loaded ahead of the server's answer. Call what is returned when the server refuses: what still stands as it
 * was changed here is put back, anything newer stays and is asked for anew.
 */
export function changeAhead(client: QueryClient, keys: readonly QueryKey[], change: () => void): () => void {
  const queries = keys.flatMap((queryKey) => client.getQueryCache().findAll({ queryKey }))
  const dataOf = (): unknown[] => queries.map(({ state }) => state.data)
  const before = dataOf()
  change()
  const changed = dataOf()
  return () => {
    for (const [place, query] of queries.entries()) {
      const isGone = client.getQueryCache().get(query.queryHash) !== query
      if (isGone || changed[place] === before[place]) continue
      const { queryKey, state } = query
      const isOurs = state.data === changed[place]
      if (isOurs) client.setQueryData(queryKey, before[place])
      // Writing would make it look fresh.
      if (!isOurs || state.isInvalidated) void client.invalidateQueries({ queryKey, exact: true })
    }
  }
}
