import * as contract from '#contract/notes'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { lockSeenNote, viewOf } from './find-note.ts'
import { listNotes } from './list-notes.ts'
import { changeNote, createNote, deleteNote, pinNote } from './save-note.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listNotes, (input, { caller }) => listNotes(db, caller, input)),
    route(contract.createNote, (input, { caller }) =>
      inTransaction(db, (tx) => createNote(tx, caller, input, clock())),
    ),
    route(contract.getNote, ({ noteId }, { caller }) =>
      inTransaction(db, async (tx) => viewOf(tx, caller, await lockSeenNote(tx, caller, noteId))),
    ),
    route(contract.changeNote, (input, { caller }) =>
      inTransaction(db, (tx) => changeNote(tx, caller, input, clock())),
    ),
    route(contract.pinNote, (input, { caller }) =>
      inTransaction(db, (tx) => pinNote(tx, caller, input, clock())),
    ),
    route(contract.deleteNote, async ({ noteId }, { caller }) => {
      await inTransaction(db, (tx) => deleteNote(tx, caller, noteId, clock()))
      return {}
    }),
  ]
}
