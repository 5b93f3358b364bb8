import { z } from 'zod'
import { channelKind } from './channels.ts'
import { actor, day, id, instant } from './common.ts'
import { conversationFilterQuery } from './conversation-filter.ts'
import { endpoint } from './endpoint.ts'
import { countDays, mostReportDays, reportUnits } from './report-period.ts'

const { channelId, stage, responsibleUserId, responsibleGroupId } = conversationFilterQuery

/** Which conversations a report is about: by their channel, their card's stage and who answers for them now. */
const narrowed = { channelId, stage, responsibleUserId, responsibleGroupId }
const wishes = z.object(narrowed)
export type ReportWishes = z.output<typeof wishes>

const range = {
  /** Days of the account's calendar, both included. */
  from: day,
  to: day,
}

/** At most a year: what a report reads grows with its period only. */
function isRange({ from, to }: { from: string; to: string }): boolean {
  return from <= to && countDays({ from, to }) <= mostReportDays
}
const notRange = {
  path: ['to'],
  message: `it ends before it begins, or is longer than ${mostReportDays} days`,
}

/** By which hours waiting is measured: all of them, or those in which the account works. */
export const measuredHours = ['all', 'working'] as const
export type MeasuredHours = (typeof measuredHours)[number]

const measured = {
  /** Left out: as the account counts its limit. */
  hours: z.enum(measuredHours).optional(),
  /** Judges the waits by this limit instead of the account's; no event is touched. */
  limitMinutes: z.coerce.number().int().min(1).max(10_080).optional(),
}

/** Instants; the ends are not included. */
export const reportPeriodView = z.object({
  from: instant,
  to: instant,
  beforeFrom: instant,
  beforeTo: instant,
  unit: z.enum(reportUnits),
  timeZone: z.string(),
  /** The parts of the period by the wall of the account: 2026-11-26T00:00. */
  slots: z.array(z.string()),
})
export type ReportPeriodView = z.output<typeof reportPeriodView>

const facts = z.object({ opened: z.int(), closed: z.int(), exceeded: z.int() })
export type ReportFacts = z.output<typeof facts>

const totals = facts.extend({
  /** Opened by a client’s message; the others by ours. */
  openedByClient: z.int(),
  /** Neither closed nor unopened at the end of the period. */
  inWork: z.int(),
})
export type ReportTotals = z.output<typeof totals>

export const reportChannel = z.object({ id, name: z.string(), kind: channelKind })

/** Counts of facts as the event list has them: conversations opened and closed, response times exceeded. */
export const conversationReport = z.object({
  period: reportPeriodView,
  now: totals,
  before: totals,
  bySlot: z.array(facts.extend({ slot: z.string(), channelId: id })),
  byChannel: z.array(z.object({ channel: reportChannel, now: facts, before: facts })),
  /** Who opened and who closed. */
  byAuthor: z.array(z.object({ author: actor, now: facts, before: facts })),
  /** Monday is 1; hours of the account's clock. */
  byHour: z.array(facts.extend({ weekday: z.int(), hour: z.int() })),
})
export type ConversationReport = z.output<typeof conversationReport>

export const getConversationReport = endpoint({
  id: 'reports.conversations',
  summary: 'Conversations opened and closed in a period, beside the period before',
  method: 'GET',
  path: '/reports/conversations',
  permission: 'analytics',
  query: z.object({ ...range, ...narrowed }).refine(isRange, notRange),
  output: conversationReport,
})

/** Of times: how many, the one in the middle and the one that nine of ten do not pass; null when there is none. */
const times = z.object({
  count: z.int(),
  medianSeconds: z.int().nullable(),
  p90Seconds: z.int().nullable(),
})
export type ReportTimes = z.output<typeof times>
const bothTimes = z.object({ first: times, all: times })

const judged = z.object({
  /** Waits whose time to answer ran out in the period, or would have. */
  waits: z.int(),
  exceeded: z.int(),
})

/** How long clients who wrote in the period waited for an answer. */
export const responseReport = z.object({
  period: reportPeriodView,
  hours: z.enum(measuredHours),
  now: bothTimes,
  before: bothTimes,
  bySlot: z.array(bothTimes.extend({ slot: z.string() })),
  /** Up to so many seconds; null: longer than all of them. */
  buckets: z.array(z.object({ upToSeconds: z.int().nullable(), first: z.int(), all: z.int() })),
  /** Of those who wrote in the period, still waiting. */
  waiting: z.int(),
  /** Waits that had a limit, by when it ran out: their exceeded ones are the events of the period. */
  limited: z.object({ now: judged, before: judged }),
  /** Every wait judged by one limit; null when the account has none and none was asked for. */
  judged: z.object({ limitMinutes: z.int(), now: judged, before: judged }).nullable(),
})
export type ResponseReport = z.output<typeof responseReport>

export const getResponseReport = endpoint({
  id: 'reports.responses',
  summary: 'First and all response times of a period, and how many were too long',
  method: 'GET',
  path: '/reports/responses',
  permission: 'analytics',
  query: z.object({ ...range, ...narrowed, ...measured }).refine(isRange, notRange),
  output: responseReport,
})

/** By who answers for the conversations now; null is nobody. */
export const peopleReport = z.object({
  period: reportPeriodView,
  hours: z.enum(measuredHours),
  items: z.array(
    z.object({ userId: id.nullable(), name: z.string().nullable(), now: facts, before: facts, first: times }),
  ),
})
export type PeopleReport = z.output<typeof peopleReport>

export const getPeopleReport = endpoint({
  id: 'reports.people',
  summary: 'The same by who answers for the conversations',
  method: 'GET',
  path: '/reports/people',
  permission: 'analytics',
  query: z.object({ ...range, ...narrowed, hours: measured.hours }).refine(isRange, notRange),
  output: peopleReport,
})

const load = z.object({
  open: z.int(),
  unanswered: z.int(),
  unread: z.int(),
  longestWaitingSince: instant.nullable(),
})
export const loadReport = z.object({
  total: load,
  items: z.array(load.extend({ userId: id.nullable(), name: z.string().nullable() })),
})
export type LoadReport = z.output<typeof loadReport>

export const getLoadReport = endpoint({
  id: 'reports.load',
  summary: 'What everybody has open, unanswered and unread at this moment',
  method: 'GET',
  path: '/reports/load',
  permission: 'analytics',
  query: wishes,
  output: loadReport,
})

export const reportTables = [
  'days',
  'channels',
  'people',
  'authors',
  'hours',
  'responses',
  'buckets',
  'load',
] as const
export type ReportTable = (typeof reportTables)[number]
const format = z.enum(['csv', 'xlsx']).default('csv')

export const exportReport = endpoint({
  id: 'reports.export',
  kind: 'download',
  summary: 'One of the tables under a report',
  method: 'GET',
  path: '/reports/tables/:table',
  permission: 'analytics',
  params: z.object({ table: z.enum(reportTables) }),
  query: z.object({ ...range, ...narrowed, ...measured, format }).refine(isRange, notRange),
})

export const exportReportConversations = endpoint({
  id: 'reports.export-conversations',
  kind: 'download',
  summary: 'Conversations opened in a period, one a row',
  method: 'GET',
  path: '/reports/conversation-rows',
  permission: 'analytics',
  query: z.object({ ...range, ...narrowed, ...measured, format }).refine(isRange, notRange),
})
