import { reportWords } from '#contract/report-words'
import * as contract from '#contract/reports'
import { findLanguage } from '#features/access'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { atMost } from './at-most.ts'
import { walkConversations } from './conversation-rows.ts'
import { exportTable, fileOf } from './export-report.ts'
import { reportLoad } from './load-report.ts'
import { openReports } from './report-blocks.ts'

/** How many blocks are counted at once in a process, each in a few statements. */
const mostBlocks = 2

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  const inTurn = atMost(mostBlocks)
  return [
    route(contract.getConversationReport, (request, { caller }) =>
      inTurn(async () => (await openReports(db, caller, request, clock())).conversations()),
    ),
    route(contract.getResponseReport, (request, { caller }) =>
      inTurn(async () => (await openReports(db, caller, request, clock())).responses()),
    ),
    route(contract.getPeopleReport, (request, { caller }) =>
      inTurn(async () => (await openReports(db, caller, request, clock())).people()),
    ),
    route(contract.getLoadReport, (wishes, { caller }) => inTurn(() => reportLoad(db, caller, wishes))),
    route(contract.exportReport, async ({ table, format, ...request }, { caller }) => {
      const language = await findLanguage(db, caller)
      return inTurn(async () =>
        exportTable(await openReports(db, caller, request, clock()), table, { format, language }),
      )
    }),
    route(contract.exportReportConversations, async ({ format, ...request }, { caller }) => {
      const language = await findLanguage(db, caller)
      const { scope, measure } = await openReports(db, caller, request, clock())
      const { counted } = await measure()
      const rows = walkConversations(db, caller, scope, { counted, language })
      return fileOf(rows, { name: reportWords[language].rows, view: scope.view, format, language })
    }),
  ]
}
