import type { ReportFacts } from '#contract/reports'

/** One kind of fact, counted. */
export type FactCount = { type: string; n: number }

/** Counts of the three kinds of facts, added up. */
export function factsOf(counts: readonly FactCount[]): ReportFacts {
  const sum = (type: string): number =>
    counts.reduce((total, count) => (count.type === type ? total + count.n : total), 0)
  return {
    opened: sum('conversation.opened'),
    closed: sum('conversation.closed'),
    exceeded: sum('response_time.exceeded'),
  }
}

/** Groups rows by a key, in the order in which the keys come. */
export function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}
