import { createHash } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import { openTime, type OpenTime } from '#contract/open-time'
import type { WorkingHours } from '#contract/working-hours'
import type { MeasuredHours } from '#contract/reports'

/**
 * Time that counts, for a statement that measures many waits: the stretches in which the account works as arrays, and how much
 * of them has gone by when each begins. Instants are milliseconds.
 */
export type CountedTime = {
  time: OpenTime
  /** A row `s` that `passed` and `dueAt` look into; null: all time counts. */
  source: RawBuilder<unknown> | null
  /** By which hours it is measured; null: all time counts. */
  hoursKey: string | null
}

/** `from`, `to`: what is measured begins and ends between them; waits that are judged by a limit may have begun before. */
export function countedTime(
  hours: WorkingHours,
  measured: MeasuredHours,
  { from, to, limitMinutes }: { from: Date; to: Date; limitMinutes: number | null },
): CountedTime {
  const time = openTime(measured === 'all' ? { ...hours, intervals: [] } : hours)
  if (measured === 'all' || hours.intervals.length === 0) return { time, source: null, hoursKey: null }
  // Before all of them stands an empty one, so that there is always one to find.
  const opens = [0]
  const closes = [0]
  const sums = [0]
  let sum = 0
  const first = limitMinutes === null ? from : startOfDue(time, limitMinutes, from)
  for (const span of time.spans(first, to)) {
    opens.push(span.from)
    closes.push(span.to)
    sums.push(sum)
    sum += span.to - span.from
  }
  return {
    time,
    hoursKey: hoursKey(hours),
    source: sql`(select ${opens}::float8[] as opens, ${closes}::float8[] as closes, ${sums}::float8[] as sums) s`,
  }
}

/** The same for the same hours. */
export function hoursKey({ timeZone, intervals, holidays }: WorkingHours): string {
  return createHash('sha256')
    .update(JSON.stringify([timeZone, intervals, holidays]))
    .digest('base64url')
}

/** How much time that counts lies between two instants. */
export function countedMs(
  { source }: CountedTime,
  start: RawBuilder<unknown>,
  end: RawBuilder<unknown>,
): RawBuilder<number> {
  if (!source) return sql<number>`(${epochMs(end)} - ${epochMs(start)})`
  return sql<number>`(${passedAt(end)} - ${passedAt(start)})`
}

/** When so much of it has gone by since an instant; null: not in any stretch that is known. */
export function dueMs(
  { source }: CountedTime,
  start: RawBuilder<unknown>,
  limitMs: number | RawBuilder<unknown>,
): RawBuilder<number> {
  if (!source) return sql<number>`(${epochMs(start)} + ${limitMs}::float8)`
  // The stretch that the moment falls into; one that ends with it is the one, as a limit that runs out at closing time has.
  return sql<number>`(select s.opens[d.at] + d.passed - s.sums[d.at] from (
    select t.passed, width_bucket(t.passed - 0.5, s.sums) as at from (select ${passedAt(start)} + ${limitMs}::float8 as passed) t) d
    where s.opens[d.at] + d.passed - s.sums[d.at] <= s.closes[d.at])`
}

function passedAt(at: RawBuilder<unknown>): RawBuilder<number> {
  const ms = epochMs(at)
  return sql<number>`(select s.sums[i.at] + least(${ms}, s.closes[i.at]) - s.opens[i.at]
    from (select width_bucket(${ms}, s.opens) as at) i)`
}

/** Whole, as the product writes instants. */
export function epochMs(at: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`round(date_part('epoch', ${at}) * 1000)`
}

/**
 * The first start of a wait whose time runs out at `at` or later. Later starts never run out earlier, so those that run out in
 * a period are those that start between two such moments.
 */
export function startOfDue(time: OpenTime, limitMinutes: number, at: Date): Date {
  const limitMs = limitMinutes * 60_000
  const isLate = (ms: number): boolean => {
    const due = time.after(new Date(ms), limitMs)
    return due === null || due >= at
  }
  let late = at.getTime()
  let stepMs = limitMs
  while (isLate(late - stepMs) && stepMs < farthestMs) stepMs *= 2
  let early = late - stepMs
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (isLate(middle)) late = middle
    else early = middle
  }
  return new Date(late)
}

const farthestMs = 800 * 24 * 60 * 60 * 1000
