import * as cards from '#contract/card-links'
import * as contract from '#contract/contacts'
import { toDownload } from '#features/files'
import type { Clock } from '#lib/clock'
import { createOnce } from '#lib/create-once'
import { inTransaction, type Db } from '#lib/db'
import { AppError } from '#lib/errors'
import type { FileStorage } from '#lib/files/storage'
import { route, type Route } from '#lib/http/route'
import { blockContact } from './block-contact.ts'
import { changeContact } from './change-contact.ts'
import { changeContacts } from './change-contacts.ts'
import { findContactView } from './contact-view.ts'
import { createContact } from './create-contact.ts'
import { findAvatar } from './find-avatar.ts'
import { findKnownPoints } from './find-known-points.ts'
import { linkContact, unlinkContact } from './link-contact.ts'
import { listContacts } from './list-contacts.ts'

type RouteDeps = { db: Db; clock: Clock; storage: FileStorage }

export function routes({ db, clock, storage }: RouteDeps): Route[] {
  return [
    route(contract.listContacts, (input, { caller }) => listContacts(db, caller, input)),
    route(contract.findKnownPoints, (input, { caller }) => findKnownPoints(db, caller, input)),
    route(contract.getContact, async (input, { caller }) => {
      const view = await findContactView(db, caller, input.contactId)
      if (!view) throw new AppError('contact.not_found')
      return view
    }),
    route(contract.downloadAvatar, async ({ fileId }, { caller }) => {
      const file = await findAvatar(db, caller, fileId)
      if (!file) throw new AppError('file.not_found')
      return { ...toDownload(storage, file, false), isKept: true }
    }),
    route(contract.createContact, (input, { caller }) =>
      inTransaction(db, (tx) =>
        createOnce(tx, {
          ...caller,
          kind: 'contact',
          requestId: input.requestId,
          now: clock(),
          make: () => createContact(tx, caller, input, clock()),
          find: (id) => findContactView(tx, caller, id),
        }),
      ),
    ),
    route(contract.changeContact, (input, { caller }) =>
      inTransaction(db, (tx) => changeContact(tx, caller, input, clock())),
    ),
    route(contract.changeContacts, ({ changes }, { caller }) =>
      inTransaction(db, (tx) => changeContacts(tx, caller, changes, clock())),
    ),
    route(contract.blockContact, (input, { caller }) =>
      inTransaction(db, (tx) => blockContact(tx, caller, input, clock())),
    ),
    route(cards.linkContact, async ({ cardKind: kind, cardId: id, ...link }, { caller }) => {
      await inTransaction(db, (tx) => linkContact(tx, caller, { card: { kind, id }, ...link }, clock()))
      return {}
    }),
    route(cards.unlinkContact, async ({ cardKind: kind, cardId: id, ...link }, { caller }) => {
      await inTransaction(db, (tx) => unlinkContact(tx, caller, { card: { kind, id }, ...link }, clock()))
      return {}
    }),
  ]
}
