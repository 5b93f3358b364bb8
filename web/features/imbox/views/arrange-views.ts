import type { QueryClient } from '@tanstack/react-query'
import type { arrangeImboxViews, ImboxView } from '#contract/saved-views'
import type { EndpointInput } from '#contract/endpoint'

export const viewsKey = ['imbox-views'] as const
export type KnownViews = { items: ImboxView[] }
type Arrangement = EndpointInput<typeof arrangeImboxViews>

let last: Promise<unknown> = Promise.resolve()
/** The arrangement that was made last, until the server has all of them. */
let wanted: Arrangement | null = null

/**
 * Arranges the views anew: seen at once, so that what is done next goes on from there. The server is told of one arrangement after
 * the other; rejects when it refuses. How it has them is asked for behind the last one.
 */
export async function arrangeViews(
  client: QueryClient,
  change: (views: ImboxView[]) => ImboxView[],
  send: (arrangement: Arrangement) => Promise<unknown>,
): Promise<void> {
  const known = client.getQueryData<KnownViews>(viewsKey)
  if (!known) return
  const items = change(known.items)
  if (items === known.items) return
  const mine = {
    viewIds: items.map(({ id }) => id),
    defaultId: items.find(({ isDefault }) => isDefault)?.id ?? null,
  }
  client.setQueryData<KnownViews>(viewsKey, { items })
  wanted = mine
  const sent = last.then(() => send(mine))
  last = sent.catch(() => undefined)
  try {
    await sent
  } finally {
    if (wanted === mine) {
      wanted = null
      await client.invalidateQueries({ queryKey: viewsKey })
    }
  }
}

/** Views as they came, arranged as it was wanted meanwhile. */
export function asWanted({ items }: KnownViews): KnownViews {
  if (!wanted) return { items }
  const { viewIds, defaultId } = wanted
  const places = new Map(viewIds.map((id, place) => [id, place]))
  const placeOf = ({ id }: ImboxView): number => places.get(id) ?? viewIds.length
  return {
    items: items
      .map((view) => ({ ...view, isDefault: view.id === defaultId }))
      .toSorted((a, b) => placeOf(a) - placeOf(b)),
  }
}

/** The views with one of them a place further up or down. */
export function moved(views: ImboxView[], id: string, step: 1 | -1): ImboxView[] {
  const from = views.findIndex((view) => view.id === id)
  const [view] = views.slice(from, from + 1)
  const to = from + step
  if (!view || from === -1 || to < 0 || to >= views.length) return views
  return views.toSpliced(from, 1).toSpliced(to, 0, view)
}
