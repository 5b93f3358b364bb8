import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Key } from './arrange-rows.ts'
import { patchPages } from './pages.ts'
import type { ListRules, Page } from './pages.ts'

export type PagesData<Row> = InfiniteData<Page<Row>, string | undefined>

type Options<Row, Filter> = {
  /** Keys of the lists begin with it; the filter follows. */
  key: readonly string[]
  keyOf: (row: Row) => Key
  rulesOf: (filter: Filter) => ListRules<Row>
  isFilter: (part: unknown) => part is Filter
}

const recentMs = 60_000

/** Keeps all loaded lists of one kind of rows true to what live frames bring. */
export class LiveRows<Row, Filter> {
  readonly #options: Options<Row, Filter>
  /** Rows that came lately: they are newer than a page that was asked for before them. */
  readonly #recent = new Map<Key, { row: Row; at: number }>()

  constructor(options: Options<Row, Filter>) {
    this.#options = options
  }

  /** Puts a changed row into every loaded list by that list's rules. */
  put(client: QueryClient, row: Row): void {
    const now = Date.now()
    for (const [key, kept] of this.#recent) if (now - kept.at > recentMs) this.#recent.delete(key)
    this.#recent.set(this.#options.keyOf(row), { row, at: now })
    this.#change(client, (pages, rules) => patchPages(pages, row, rules))
  }

  /** A row of this key, as any loaded list has it. */
  find(client: QueryClient, key: Key): Row | undefined {
    for (const [, data] of client.getQueriesData<PagesData<Row>>({ queryKey: this.#options.key })) {
      for (const page of data?.pages ?? []) {
        const found = page.items.find((row) => this.#options.keyOf(row) === key)
        if (found) return found
      }
    }
    return undefined
  }

  /** Takes a row out of every loaded list: it is there no more. */
  drop(client: QueryClient, key: Key): void {
    const { keyOf } = this.#options
    this.#recent.delete(key)
    this.#change(client, (pages) =>
      pages.map((page) => ({ ...page, items: page.items.filter((row) => keyOf(row) !== key) })),
    )
  }

  /** Changes rows where they stand: what follows from a change of something else. */
  map(client: QueryClient, change: (row: Row) => Row): void {
    this.#change(client, (pages) => pages.map((page) => ({ ...page, items: page.items.map(change) })))
  }

  /**
   * A page as it came, with what live frames said since it was asked for: of its rows, and for the first page (no cursor) also of
   * new ones. Such a row may stand in a lower page as well; the first place wins.
   */
  freshen(page: Page<Row>, filter: Filter, askedAt: number, cursor: string | undefined): Page<Row> {
    const rules = this.#options.rulesOf(filter)
    const items = new Set(page.items.map(this.#options.keyOf))
    const newer = [...this.#recent].filter(
      ([key, kept]) => kept.at >= askedAt && (cursor === undefined || items.has(key)),
    )
    return newer.reduce((result, [, kept]) => patchPages([result], kept.row, rules)[0] ?? result, page)
  }

  /** All are asked for again when they are next shown: nobody keeps them true meanwhile. */
  leave(client: QueryClient): void {
    void client.invalidateQueries({ queryKey: this.#options.key, refetchType: 'none' })
  }

  #change(client: QueryClient, patch: (pages: Page<Row>[], rules: ListRules<Row>) => Page<Row>[]): void {
    const { key, isFilter, rulesOf } = this.#options
    for (const query of client.getQueryCache().findAll({ queryKey: key })) {
      const filter = query.queryKey[key.length]
      if (!isFilter(filter)) continue
      client.setQueryData<PagesData<Row>>(
        query.queryKey,
        (data) => data && { ...data, pages: patch(data.pages, rulesOf(filter)) },
      )
    }
  }
}
