import * as contract from '#contract/imports'
import { findLanguage } from '#features/access'
import { inTransaction } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { changeImport } from './change-import.ts'
import { createImport } from './create-import.ts'
import { getImport, listImports } from './import-view.ts'
import type { ImportsDeps } from './imports-deps.ts'
import { cancelImport, checkImport, runImport, undoImport } from './move-import.ts'
import { listProblems, writeReport } from './report.ts'

export function routes(deps: ImportsDeps): Route[] {
  const { db, clock } = deps
  return [
    route(contract.createImport, (input, { caller }) => createImport(deps, caller, input)),
    route(contract.listImports, (input, { caller }) => listImports(db, caller, input, clock())),
    route(contract.getImport, ({ importId }, { caller }) => getImport(db, caller, importId, clock())),
    route(contract.changeImport, (input, { caller }) => changeImport(deps, caller, input)),
    route(contract.checkImport, ({ importId }, { caller }) =>
      inTransaction(db, (tx) => checkImport(tx, caller, importId, clock())),
    ),
    route(contract.runImport, ({ importId }, { caller }) =>
      inTransaction(db, (tx) => runImport(tx, caller, importId, clock())),
    ),
    route(contract.cancelImport, ({ importId }, { caller }) =>
      inTransaction(db, (tx) => cancelImport(tx, caller, importId, clock())),
    ),
    route(contract.undoImport, ({ importId }, { caller }) =>
      inTransaction(db, (tx) => undoImport(tx, caller, importId, clock())),
    ),
    route(contract.listImportProblems, (input, { caller }) => listProblems(db, caller, input)),
    route(contract.downloadImportReport, async ({ importId }, { caller }) => {
      const language = await findLanguage(db, caller)
      return { mime: 'text/csv', ...(await writeReport(db, caller, importId, language)) }
    }),
  ]
}
