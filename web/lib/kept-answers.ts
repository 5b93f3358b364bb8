import { dehydrate, hydrate } from '@tanstack/react-query'
import type { DehydratedState, QueryClient, QueryKey } from '@tanstack/react-query'
import { del, get, set } from 'idb-keyval'

/**
 * What a colleague works with, kept in the browser for when the server is out of reach: ImBox, chats, cards. It is read only
 * then: with a server in reach the server is asked. One user's answers at a time; signing out forgets them.
 */
const storeKey = 'beseda.answers'
const keepEveryMs = 20_000
const keptForMs = 7 * 24 * 60 * 60 * 1000
/** Grows with every change that would make older kept answers unreadable for the app. */
const shape = 2

type Kept = { shape: number; at: number; state: DehydratedState }

function isKept(queryKey: QueryKey): boolean {
  const [kind, part] = queryKey
  if (kind === 'conversations') return part === 'list' || part === 'detail'
  return ['me', 'chats', 'counts', 'cards', 'pipelines', 'users', 'fields', 'tags'].includes(String(kind))
}

/** Keeps what is loaded, now and then and whenever the page goes out of sight; returns how to stop. */
export function keepAnswers(client: QueryClient): () => void {
  let isChanged = true
  const keep = (): void => {
    if (!isChanged || client.getQueryData(['me']) === undefined) return
    isChanged = false
    const state = dehydrate(client, {
      shouldDehydrateQuery: ({ queryKey, state: { status } }) => status === 'success' && isKept(queryKey),
      shouldDehydrateMutation: () => false,
    })
    const kept: Kept = { shape, at: Date.now(), state }
    set(storeKey, kept).catch(() => {
      // No room or no store (a private window): there is nothing to show without a network, and nothing is lost.
    })
  }
  const hide = (): void => {
    if (document.visibilityState === 'hidden') keep()
  }
  const stopWatching = client.getQueryCache().subscribe(({ query }) => {
    if (isKept(query.queryKey)) isChanged = true
  })
  const timer = setInterval(keep, keepEveryMs)
  document.addEventListener('visibilitychange', hide)
  return () => {
    stopWatching()
    clearInterval(timer)
    document.removeEventListener('visibilitychange', hide)
  }
}

/** Takes what was kept into the app. @returns whether there was anything. */
export async function takeKeptAnswers(client: QueryClient): Promise<boolean> {
  try {
    const kept = await get<Kept>(storeKey)
    if (!kept || kept.shape !== shape || Date.now() - kept.at > keptForMs) return false
    hydrate(client, kept.state)
    return client.getQueryData(['me']) !== undefined
  } catch {
    return false
  }
}

export async function forgetKeptAnswers(): Promise<void> {
  forgetSearches()
  await del(storeKey).catch(() => {
    // Without a store there is nothing to forget.
  })
}

/** Where a browser keeps what somebody has looked for lately; his id follows. */
export const searchesKey = 'beseda.searches.'

function forgetSearches(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(searchesKey)) localStorage.removeItem(key)
  } catch {
    // Storage is closed to us: nothing was kept.
  }
}
