import type {
  ConversationReport,
  LoadReport,
  MeasuredHours,
  PeopleReport,
  ResponseReport,
} from '#contract/reports'
import type { Viewer } from '#features/access'
import { readAccountSettings } from '#features/account-settings'
import { readWorkingHours } from '#features/working-hours'
import type { Read } from '#lib/db'
import { reportConversations } from './conversation-report.ts'
import { countedTime } from './counted-time.ts'
import { findNames } from './find-names.ts'
import { reportLoad } from './load-report.ts'
import { reportPeople } from './people-report.ts'
import { openScope, type ReportRequest, type ReportScope } from './report-scope.ts'
import { reportResponses, type Measuring } from './response-report.ts'

/** The blocks of the reports of one period; each reads what it needs when it is asked for. */
export type ReportBlocks = {
  scope: ReportScope
  /** How waiting is measured here. */
  measure(): Promise<Measuring>
  conversations(): Promise<ConversationReport>
  people(): Promise<PeopleReport>
  responses(): Promise<ResponseReport>
  load(): Promise<LoadReport>
}

export type MeasuredRequest = ReportRequest & {
  hours?: MeasuredHours | undefined
  limitMinutes?: number | undefined
}

export async function openReports(
  db: Read,
  viewer: Viewer,
  request: MeasuredRequest,
  now: Date,
): Promise<ReportBlocks> {
  const { accountId } = viewer
  const scope = await openScope(db, viewer, request, now)
  async function measure(): Promise<Measuring> {
    const [workingHours, { responseTime }] = await Promise.all([
      readWorkingHours(db, accountId),
      readAccountSettings(db, accountId),
    ])
    const hours = request.hours ?? responseTime.counts
    const limitMinutes = request.limitMinutes ?? (responseTime.isOn ? responseTime.limitMinutes : null)
    const { beforeFrom: from, to } = scope.period
    return {
      hours,
      limitMinutes,
      counted: countedTime(workingHours, hours, { from, to: to > now ? to : now, limitMinutes }),
    }
  }
  return {
    scope,
    measure,
    conversations: async () => reportConversations(db, scope, await findNames(db, accountId)),
    people: async () => {
      const [{ hours, counted }, names] = await Promise.all([measure(), findNames(db, accountId)])
      return reportPeople(db, scope, { hours, counted, names })
    },
    responses: async () => reportResponses(db, scope, await measure()),
    load: () => reportLoad(db, viewer, request),
  }
}
