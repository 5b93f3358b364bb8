import type { Key } from './arrange-rows.ts'

/** One loaded page of a list and the cursor of the one under it. */
export type Page<Row> = { items: Row[]; next: string | null }

/** What a list holds and in which order, as the server has it. */
export type ListRules<Row> = {
  keyOf: (row: Row) => Key
  isListed: (row: Row) => boolean
  compare: (a: Row, b: Row) => number
  /** With a search only the server knows what matches: a row that is not there is not put in. */
  isSearch: boolean
}

/**
 * Pages with a changed row put where it belongs now: taken out, and put back if it is still listed. A row that would stand
 * under the last loaded one is left to the page that is not loaded yet.
 */
export function patchPages<Row>(pages: Page<Row>[], row: Row, rules: ListRules<Row>): Page<Row>[] {
  const { keyOf, isListed, compare, isSearch } = rules
  const key = keyOf(row)
  const wasThere = pages.some((page) => page.items.some((item) => keyOf(item) === key))
  const rest = wasThere ? removeRow(pages, key, keyOf) : pages
  if (!isListed(row) || (isSearch && !wasThere)) return rest
  const target = rest.findIndex((page) => page.items.some((item) => compare(row, item) < 0))
  if (target === -1 && rest.at(-1)?.next !== null) return rest
  const index = target === -1 ? rest.length - 1 : target
  return rest.map((page, at) => (at === index ? withRow(page, row, compare) : page))
}

export function removeRow<Row>(pages: Page<Row>[], key: Key, keyOf: (row: Row) => Key): Page<Row>[] {
  return pages.map((page) => {
    const items = page.items.filter((item) => keyOf(item) !== key)
    return items.length === page.items.length ? page : { ...page, items }
  })
}

function withRow<Row>(page: Page<Row>, row: Row, compare: ListRules<Row>['compare']): Page<Row> {
  const place = page.items.findIndex((item) => compare(row, item) < 0)
  return { ...page, items: page.items.toSpliced(place === -1 ? page.items.length : place, 0, row) }
}

/** All rows of the pages once each, the first place winning: a row that moved up while a lower page was loading is in both. */
export function flattenPages<Row>(pages: readonly Page<Row>[], keyOf: (row: Row) => Key): Row[] {
  const rows = new Map<Key, Row>()
  for (const page of pages) {
    for (const row of page.items) if (!rows.has(keyOf(row))) rows.set(keyOf(row), row)
  }
  return [...rows.values()]
}
