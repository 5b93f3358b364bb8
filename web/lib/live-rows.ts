import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Key } from './arrange-rows.ts'
import { patchPages, removeRow } from './pages.ts'
import type { ListRules, Page } from './pages.ts'

export type PagesData<Row> = InfiniteData<Page<Row>, string | undefined>

type Options<Row, Filter> = {
  /** Keys of the lists begin with it; the filter follows. */
  key: readonly string[]
  keyOf: (row: Row) => Key
  rulesOf: (filter: Filter) => ListRules<Row>
  isFilter: (part: unknown) => part is Filter
}

/** What was last heard of a row; null: it is there no more. */
type News<Row> = {
  row: Row | null
  at: number
  turn: number
  /** The row is only shown ahead of the server's answer: this is what it hides. */
  hides: News<Row> | null
}

const recentMs = 60_000

/** Keeps all loaded lists of one kind of rows true to what live frames bring. */
export class LiveRows<Row, Filter> {
  readonly #options: Options<Row, Filter>
  /** What came lately: it is newer than a page or an answer that was asked for before it. */
  readonly #recent = new Map<Key, News<Row>>()
  #turn = 0

  constructor(options: Options<Row, Filter>) {
    this.#options = options
  }

  /** How often something was heard: tells what came after what within a millisecond, too. */
  get turn(): number {
    return this.#turn
  }

  /** The row that was put in last, if that was lately. */
  last(key: Key): Row | undefined {
    return this.#recent.get(key)?.row ?? undefined
  }

  /** Whether a row was put in or taken out after that turn. */
  hasNews(key: Key, since: number): boolean {
    return (this.#recent.get(key)?.turn ?? 0) > since
  }

  /** Puts a changed row into every loaded list by that list's rules. */
  put(client: QueryClient, row: Row): void {
    this.#hear(this.#options.keyOf(row), row)
    this.#show(client, row)
  }

  /**
   * Shows a row as it is going to be, until the server answers: the turn after that is what `answer` and `takeBack` are told.
   * `row`: how who changes it has it, where no list does.
   */
  ahead(client: QueryClient, row: Row, shown: Row): void {
    const key = this.#options.keyOf(row)
    const last = this.#recent.get(key)
    if (last?.row === null) return
    const known = { row: this.find(client, key) ?? row, at: 0, turn: 0, hides: null }
    this.#hear(key, shown, last?.hides ?? last ?? known)
    this.#show(client, shown)
  }

  /** Puts in a row as answered to something asked at that turn, unless there was news of it since: that is newer. */
  answer(client: QueryClient, row: Row, asked: number): void {
    const key = this.#options.keyOf(row)
    const last = this.#recent.get(key)
    if (!this.hasNews(key, asked)) this.put(client, row)
    else if (last?.hides && last.hides.turn <= asked) {
      last.hides = { row, at: Date.now(), turn: last.turn, hides: null }
    }
  }

  /** What was shown ahead at that turn is refused: the row is as it was, unless there was news of it since. */
  takeBack(client: QueryClient, key: Key, asked: number): void {
    const hidden = this.#recent.get(key)?.hides
    if (!hidden?.row || this.hasNews(key, asked)) return
    this.#recent.set(key, hidden)
    this.#show(client, hidden.row)
  }

  /**
   * Shows rows as they are going to be while the server is asked: what it has changed is put in, and what it refuses, or all of them
   * when it cannot be asked, is as it was; news that came meanwhile stays.
   */
  async askAhead<Answer>(
    client: QueryClient,
    rows: readonly Row[],
    shown: (row: Row, place: number) => Row,
    ask: () => Promise<Answer>,
    told: (answer: Answer) => { rows: readonly Row[]; refused: readonly Key[] },
  ): Promise<Answer> {
    for (const [place, row] of rows.entries()) this.ahead(client, row, shown(row, place))
    const asked = this.#turn
    const takeBack = (keys: readonly Key[]): void => keys.forEach((key) => this.takeBack(client, key, asked))
    try {
      const answer = await ask()
      const { rows: changed, refused } = told(answer)
      for (const row of changed) this.answer(client, row, asked)
      takeBack(refused)
      return answer
    } catch (error) {
      takeBack(rows.map(this.#options.keyOf))
      throw error
    }
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

  /** Takes a row out of every loaded list, and out of pages on their way: it is there no more. */
  drop(client: QueryClient, key: Key): void {
    this.#hear(key, null)
    this.#change(client, (pages) => removeRow(pages, key, this.#options.keyOf))
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
    const { keyOf, rulesOf } = this.#options
    const rules = rulesOf(filter)
    const items = new Set(page.items.map(keyOf))
    const newer = [...this.#recent].filter(
      ([key, news]) => news.at >= askedAt && (cursor === undefined || items.has(key)),
    )
    return newer.reduce((result, [key, { row }]) => {
      const pages = row === null ? removeRow([result], key, keyOf) : patchPages([result], row, rules)
      return pages[0] ?? result
    }, page)
  }

  /** All are asked for again when they are next shown: nobody keeps them true meanwhile. */
  leave(client: QueryClient): void {
    void client.invalidateQueries({ queryKey: this.#options.key, refetchType: 'none' })
  }

  #hear(key: Key, row: Row | null, hides: News<Row> | null = null): void {
    const now = Date.now()
    for (const [each, news] of this.#recent) {
      if (!news.hides && now - news.at > recentMs) this.#recent.delete(each)
    }
    this.#turn += 1
    this.#recent.set(key, { row, at: now, turn: this.#turn, hides })
  }

  #show(client: QueryClient, row: Row): void {
    this.#change(client, (pages, rules) => patchPages(pages, row, rules))
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
