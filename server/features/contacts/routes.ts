import * as contract from '#contract/contacts'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { AppError } from '#lib/errors'
import { route, type Route } from '#lib/http/route'
import { changeContact } from './change-contact.ts'
import { findContactView } from './contact-view.ts'
import { createContact } from './create-contact.ts'
import { listContacts } from './list-contacts.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listContacts, (input, { caller }) => listContacts(db, caller, input)),
    route(contract.getContact, async (input, { caller }) => {
      const view = await findContactView(db, caller, input.contactId)
      if (!view) throw new AppError('contact.not_found')
      return view
    }),
    route(contract.createContact, (input, { caller }) =>
      inTransaction(db, (tx) => createContact(tx, caller, input, clock())),
    ),
    route(contract.changeContact, (input, { caller }) =>
      inTransaction(db, (tx) => changeContact(tx, caller, input, clock())),
    ),
  ]
}
