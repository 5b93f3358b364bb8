import { searchKinds, type SearchKind } from '#contract/search'

/** What stands in the address of a search. */
export type Asked = { text: string; kind: SearchKind }

export function readAsked(search: string): Asked {
  const query = new URLSearchParams(search)
  const kind = searchKinds.find((each) => each === query.get('kind')) ?? 'all'
  return { text: query.get('q') ?? '', kind }
}

export function searchHref({ text, kind }: Asked): string {
  const query = new URLSearchParams()
  if (text !== '') query.set('q', text)
  if (kind !== 'all') query.set('kind', kind)
  const written = query.toString()
  return written === '' ? '/search' : `/search?${written}`
}
