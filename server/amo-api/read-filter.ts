import { sql, type RawBuilder } from 'kysely'
import type { AmoRequest } from './amo-request.ts'
import { listOf, type PhpTree, type PhpValue } from './php-query.ts'
import { badRequest } from './problem.ts'

/** Makes a condition of what stands under `filter[name]`; `path` names it in errors. */
export type Filter = (value: PhpValue, path: string) => RawBuilder<unknown>

/**
 * The conditions of all filters of a request. A filter we do not know is refused and not passed over: who asks for few must
 * not get all.
 */
export function readFilters<Condition>(
  request: AmoRequest,
  filters: Record<string, (value: PhpValue, path: string) => Condition>,
): Condition[] {
  const asked = request.query.get('filter')
  if (asked === undefined || asked === '') return []
  if (typeof asked === 'string') throw badRequest('filter', 'must be like filter[id]=1')
  return [...asked].map(([name, value]) => {
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined
    if (filter) return filter(value, `filter.${name}`)
    const known = Object.keys(filters).join(', ')
    throw badRequest(`filter.${name}`, `is not a filter of this list; it has ${known}`, 'NotSupportedChoice')
  })
}

/** A column that is one of these ids. */
export function byId(column: RawBuilder<unknown>): Filter {
  return (value, path) => sql`${column} = any(${readIds(value, path)}::bigint[])`
}

export function readIds(value: PhpValue | undefined, path: string): number[] {
  return listOf(value).map((text) => {
    if (!/^\d{1,15}$/.test(text)) throw badRequest(path, 'must be a number or a list of numbers')
    return Number(text)
  })
}

/** An instant from and to seconds since 1970, both included; one number means that second. */
export function byTime(column: RawBuilder<unknown>): Filter {
  return (value, path) => {
    const { from, to } = readRange(value, path)
    const bounds = [
      ...(from === null ? [] : [sql`${column} >= to_timestamp(${from}::double precision)`]),
      // Answers cut instants to seconds: the whole last second belongs to the range.
      ...(to === null ? [] : [sql`${column} < to_timestamp(${to}::double precision + 1)`]),
    ]
    return bounds.length === 0 ? sql`true` : sql.join(bounds, sql` and `)
  }
}

type Range = { from: number | null; to: number | null }

function readRange(value: PhpValue, path: string): Range {
  if (typeof value === 'string') {
    const at = readSeconds(value, path)
    return { from: at, to: at }
  }
  for (const key of value.keys()) {
    if (key !== 'from' && key !== 'to') throw badRequest(`${path}.${key}`, 'must be from or to')
  }
  return {
    from: readSeconds(value.get('from'), `${path}.from`),
    to: readSeconds(value.get('to'), `${path}.to`),
  }
}

function readSeconds(value: PhpValue | undefined, path: string): number | null {
  if (value === undefined || value === '') return null
  if (typeof value !== 'string' || !/^\d{1,11}$/.test(value)) {
    throw badRequest(path, 'must be seconds since 1970')
  }
  return Number(value)
}

export function readFlag(value: PhpValue | undefined, path: string): boolean {
  if (value === undefined || value === '' || value === '0' || value === 'false') return false
  if (value === '1' || value === 'true') return true
  throw badRequest(path, 'must be 1 or 0')
}

/** `filter[statuses][0][pipeline_id|status_id]`: any of the pairs. */
export function byStatuses(pipeline: RawBuilder<unknown>, status: RawBuilder<unknown>): Filter {
  return (value, path) => {
    const pairs = typeof value === 'string' ? [value] : [...value.values()]
    const [pipelines, statuses] = [new Array<number>(), new Array<number>()]
    for (const pair of pairs) {
      if (typeof pair === 'string') throw badRequest(path, `must be like ${path}[0][status_id]=142`)
      pipelines.push(readOnly(pair, 'pipeline_id', path))
      statuses.push(readOnly(pair, 'status_id', path))
    }
    return sql`(${pipeline}, ${status}) in (select * from unnest(${pipelines}::bigint[], ${statuses}::bigint[]))`
  }
}

function readOnly(pair: PhpTree, name: string, path: string): number {
  const [id, ...more] = readIds(pair.get(name), `${path}.${name}`)
  if (id === undefined || more.length > 0) throw badRequest(`${path}.${name}`, 'must be one number')
  return id
}

/** What `with` asks for beside the usual; what we do not have is simply not there. */
export function readWith(request: AmoRequest): Set<string> {
  return new Set(listOf(request.query.get('with')))
}

/** The text of `query`; null without one. */
export function readSearch(request: AmoRequest): string | null {
  const value = request.query.get('query')
  if (value === undefined) return null
  if (typeof value !== 'string') throw badRequest('query', 'must be a text')
  return value.trim().slice(0, 200) || null
}
