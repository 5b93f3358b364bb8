import type { Actor, Language } from './common.ts'
import { authorWords, reportWords, weekdayWords, type ReportWord } from './report-words.ts'
import type {
  ConversationReport,
  LoadReport,
  PeopleReport,
  ReportFacts,
  ReportPeriodView,
  ReportTimes,
  ResponseReport,
} from './reports.ts'

/** A cell as what it means; the screen and a file each write it in their way. `slot`: a part of a period, by the wall. */
export type ReportCell =
  | { kind: 'text' | 'slot'; value: string }
  | { kind: 'count'; value: number }
  | { kind: 'seconds'; value: number | null }
  | { kind: 'instant'; value: string | null }

/** A report as a table: what stands beside its chart, what a screen reader reads and what is taken away as a file. */
export type ReportSheet = { head: string[]; rows: ReportCell[][] }

const text = (value: string): ReportCell => ({ kind: 'text', value })
const slot = (value: string): ReportCell => ({ kind: 'slot', value })
const count = (value: number): ReportCell => ({ kind: 'count', value })
const seconds = (value: number | null): ReportCell => ({ kind: 'seconds', value })

function headOf(language: Language, words: readonly ReportWord[]): string[] {
  return words.map((word) => reportWords[language][word])
}

export function daysSheet(report: ConversationReport, language: Language): ReportSheet {
  const channels = report.byChannel.filter(({ now }) => now.opened > 0).map(({ channel }) => channel)
  return {
    head: [
      ...headOf(language, [report.period.unit, 'opened', 'closed', 'exceeded']),
      ...channels.map(({ name }) => name),
    ],
    rows: report.period.slots.map((at) => {
      const cells = report.bySlot.filter((cell) => cell.slot === at)
      const sum = (fact: keyof ReportFacts): ReportCell =>
        count(cells.reduce((total, cell) => total + cell[fact], 0))
      return [
        slot(at),
        sum('opened'),
        sum('closed'),
        sum('exceeded'),
        ...channels.map(({ id }) => count(cells.find(({ channelId }) => channelId === id)?.opened ?? 0)),
      ]
    }),
  }
}

const factHead = [
  'opened',
  'openedBefore',
  'closed',
  'closedBefore',
  'exceeded',
  'exceededBefore',
] as const satisfies ReportWord[]

function factCells({ now, before }: { now: ReportFacts; before: ReportFacts }): ReportCell[] {
  return (['opened', 'closed', 'exceeded'] as const).flatMap((fact) => [
    count(now[fact]),
    count(before[fact]),
  ])
}

export function channelsSheet(report: ConversationReport, language: Language): ReportSheet {
  return {
    head: headOf(language, ['channel', ...factHead]),
    rows: report.byChannel.map((row) => [text(row.channel.name), ...factCells(row)]),
  }
}

export function authorsSheet(report: ConversationReport, language: Language): ReportSheet {
  return {
    head: headOf(language, ['author', 'opened', 'openedBefore', 'closed', 'closedBefore']),
    rows: report.byAuthor
      // Nobody is the author of a time that ran out.
      .filter(({ now, before }) => now.opened + now.closed + before.opened + before.closed > 0)
      .map((row) => [text(authorName(row.author, language)), ...factCells(row).slice(0, 4)]),
  }
}

export function authorName({ kind, name }: Actor, language: Language): string {
  return name ?? (kind === 'user' ? reportWords[language].gone : authorWords[language][kind])
}

export function peopleSheet(report: PeopleReport, language: Language): ReportSheet {
  return {
    head: headOf(language, ['person', ...factHead, 'firstCount', 'firstMedian', 'firstP90']),
    rows: report.items.map((row) => [
      text(personName(row, language)),
      ...factCells(row),
      ...timeCells(row.first),
    ]),
  }
}

/** Who answers for something; without a name he is nobody, or gone. */
export function personName(
  { userId, name }: { userId: number | null; name: string | null },
  language: Language,
): string {
  return name ?? reportWords[language][userId === null ? 'nobody' : 'gone']
}

function timeCells({ count: n, medianSeconds, p90Seconds }: ReportTimes): ReportCell[] {
  return [count(n), seconds(medianSeconds), seconds(p90Seconds)]
}

export function hoursSheet(report: ConversationReport, language: Language): ReportSheet {
  return {
    head: headOf(language, ['weekday', 'hour', 'opened', 'closed', 'exceeded']),
    rows: report.byHour
      .toSorted((one, other) => one.weekday - other.weekday || one.hour - other.hour)
      .map(({ weekday, hour, opened, closed, exceeded }) => [
        text(weekdayWords[language][weekday - 1] ?? ''),
        text(`${String(hour).padStart(2, '0')}:00`),
        count(opened),
        count(closed),
        count(exceeded),
      ]),
  }
}

export function responsesSheet(report: ResponseReport, language: Language): ReportSheet {
  return {
    head: headOf(language, [
      report.period.unit,
      'firstCount',
      'firstMedian',
      'firstP90',
      'allCount',
      'allMedian',
      'allP90',
    ]),
    rows: report.bySlot.map((row) => [slot(row.slot), ...timeCells(row.first), ...timeCells(row.all)]),
  }
}

export function bucketsSheet(report: ResponseReport, language: Language): ReportSheet {
  return {
    head: headOf(language, ['upTo', 'firstCount', 'allCount']),
    rows: report.buckets.map(({ upToSeconds, first, all }) => [
      text(bucketName(upToSeconds, language)),
      count(first),
      count(all),
    ]),
  }
}

export function bucketName(upToSeconds: number | null, language: Language): string {
  if (upToSeconds === null) return reportWords[language].longer
  const unit = upToSeconds < 3600 ? 'minute' : 'hour'
  const value = upToSeconds / (unit === 'minute' ? 60 : 3600)
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' })
  return `≤ ${format.format(value)}`
}

export function loadSheet(report: LoadReport, language: Language): ReportSheet {
  return {
    head: headOf(language, ['person', 'open', 'unanswered', 'unread', 'waitingSince']),
    rows: report.items.map((row) => [
      text(personName(row, language)),
      count(row.open),
      count(row.unanswered),
      count(row.unread),
      { kind: 'instant', value: row.longestWaitingSince },
    ]),
  }
}

/** A part of a period as a file names it: the day, or the hour of it. */
export function slotName(value: string, { unit }: Pick<ReportPeriodView, 'unit'>): string {
  return unit === 'hour' ? value.slice(11) : value.slice(0, 10)
}
