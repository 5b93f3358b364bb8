import { sql, type RawBuilder } from 'kysely'
import { reportPeriod, slotsOf, type ReportPeriod } from '#contract/report-period'
import type { ReportPeriodView, ReportWishes } from '#contract/reports'
import { isLimited, reachedConversations, seesEverything, type Viewer } from '#features/access'
import { narrowConditions } from '#features/conversations'
import type { Read } from '#lib/db'
import type { CountedTime } from './counted-time.ts'

export type ReportRequest = ReportWishes & { from: string; to: string }

/** What a report is about: a period by the account's calendar, and which conversations of those one may see. */
export type ReportScope = {
  accountId: number
  timeZone: string
  period: ReportPeriod
  now: Date
  view: ReportPeriodView
  /** What narrows conversations `v`; empty: all of the account, so that their rows need not be looked at. */
  conditions: RawBuilder<boolean>[]
  /** Selects the numbers of all these conversations and of some more, when they are few; null: they are not. */
  reached: RawBuilder<unknown> | null
  /** Whether sums of days serve: they know of channels, not of what else one may see or ask for, nor of the hours of a wait. */
  takesSums: boolean
  channelIds: readonly number[] | null
}

/** The two periods of a report. */
export type Stretch = Pick<ReportPeriod, 'from' | 'to' | 'beforeFrom' | 'beforeTo'>

/** So many conversations are few: they are gathered for a report before its facts are read. */
const fewReached = 30_000

export async function openScope(
  db: Read,
  viewer: Viewer,
  request: ReportRequest,
  now: Date,
): Promise<ReportScope> {
  const { accountId } = viewer
  const [timeZone, reached] = await Promise.all([findTimeZone(db, accountId), findReached(db, viewer)])
  const period = reportPeriod(request, timeZone, now)
  const { from, to, beforeFrom, beforeTo, unit } = period
  return {
    accountId,
    timeZone,
    period,
    now,
    view: {
      from: from.toISOString(),
      to: to.toISOString(),
      beforeFrom: beforeFrom.toISOString(),
      beforeTo: beforeTo.toISOString(),
      unit,
      timeZone,
      slots: slotsOf(request, unit),
    },
    conditions: narrowConditions(viewer, request),
    reached,
    takesSums:
      seesEverything(viewer) &&
      unit !== 'hour' &&
      !request.stage &&
      !request.responsibleUserId &&
      !request.responsibleGroupId,
    channelIds: request.channelId ?? null,
  }
}

/** Of a year's facts most are others' to who sees little; his own are told by their numbers before their rows are looked at. */
async function findReached(db: Read, viewer: Viewer): Promise<RawBuilder<unknown> | null> {
  if (!isLimited(viewer)) return null
  const reached = reachedConversations(viewer)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select from (${reached}) r limit ${fewReached + 1}) r`.execute(db)
  // They may have become some more by the time they are read; the limit lets the database know that they fit into memory.
  return (rows[0]?.n ?? 0) > fewReached
    ? null
    : sql`select r.number from (${reached}) r limit ${2 * fewReached}`
}

async function findTimeZone(db: Read, accountId: number): Promise<string> {
  const { rows } = await sql<{ timeZone: string }>`
    select time_zone as "timeZone" from accounts where id = ${accountId}`.execute(db)
  const [account] = rows
  if (!account) throw new Error('There is no such account')
  return account.timeZone
}

/** In which stretch of time an instant lies: 1 the period before, 2 between them, 3 the period, 4 after it. */
export function eraAt(
  at: RawBuilder<unknown>,
  { beforeFrom, beforeTo, from, to }: Stretch,
): RawBuilder<number> {
  return sql<number>`width_bucket(${at}, array[${beforeFrom}, ${beforeTo}, ${from}, ${to}]::timestamptz[])`
}
export const eras = { before: 1, now: 3, after: 4 } as const

/** The rows of the conversations that facts of this alias name: only those asked for, or nothing when all are. */
export function joinNarrowed(alias: string, scope: ReportScope): RawBuilder<unknown> {
  return scope.conditions.length === 0 ? sql`` : joinConversations(alias, scope)
}

/** Each by its key, however many there are: what a report costs follows from its period, not from the age of the account. */
export function joinConversations(
  alias: string,
  { conditions, reached }: Pick<ReportScope, 'conditions' | 'reached'>,
): RawBuilder<unknown> {
  const fact = sql.ref(alias)
  const one = (number: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(select v.responsible_user_id, v.first_answer_at from conversations v where ${sql.join(
      [sql`v.account_id = ${fact}.account_id`, sql`v.number = ${number}`, ...conditions],
      sql` and `,
    )} limit 1) v`
  if (!reached) return sql`cross join lateral ${one(sql`${fact}.number`)}`
  // The row is asked for by the number that was reached, so that nothing can be asked the other way round.
  return sql`cross join lateral (select ${fact}.number where ${fact}.number in (${reached}) offset 0) reached
    cross join lateral ${one(sql`reached.number`)}`
}

/** Whether a wait of `w` ended with the first answer of its conversation `v`. */
export const isFirstAnswer: RawBuilder<boolean> = sql<boolean>`(w.ended_at = v.first_answer_at)`

/** Named in the text of a statement: an index of some events only is known to serve them. */
export const reportFacts = sql`e.type in ('conversation.opened', 'conversation.closed', 'response_time.exceeded')`

/** The stretches that count, beside the rows of a statement that measures time by them. */
export function withSpans({ source }: CountedTime): RawBuilder<unknown> {
  return source ? sql`cross join ${source}` : sql``
}
