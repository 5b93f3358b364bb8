import * as contract from '#contract/fields'
import type { Viewer } from '#features/access'
import type { Clock } from '#lib/clock'
import { addOnce } from '#lib/create-once'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { listFields } from './field-rows.ts'
import { changeValues } from './fill-fields.ts'
import { listValues } from './list-values.ts'
import { archiveChoice, changeChoice, createChoice } from './save-choice.ts'
import { archiveField, changeField, createField } from './save-field.ts'
import { changeGroup, createGroup, deleteGroup } from './save-group.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  const once = (
    kind: 'field' | 'field_choice' | 'field_group',
    requestId: string | undefined,
    viewer: Viewer,
    add: (tx: Tx) => Promise<contract.Fields>,
  ): Promise<contract.Fields> =>
    inTransaction(db, (tx) =>
      addOnce(tx, {
        ...viewer,
        kind,
        requestId,
        now: clock(),
        add: () => add(tx),
        answer: () => listFields(tx, viewer),
      }),
    )
  return [
    route(contract.listFields, (_input, { caller }) => listFields(db, caller)),
    route(contract.createField, (input, { caller }) =>
      once('field', input.requestId, caller, (tx) => createField(tx, caller, input, clock())),
    ),
    route(contract.changeField, (input, { caller }) =>
      inTransaction(db, (tx) => changeField(tx, caller, input, clock())),
    ),
    route(contract.deleteField, ({ fieldId }, { caller }) =>
      inTransaction(db, (tx) => archiveField(tx, caller, fieldId, clock())),
    ),
    route(contract.createFieldChoice, (input, { caller }) =>
      once('field_choice', input.requestId, caller, (tx) => createChoice(tx, caller, input, clock())),
    ),
    route(contract.changeFieldChoice, (input, { caller }) =>
      inTransaction(db, (tx) => changeChoice(tx, caller, input, clock())),
    ),
    route(contract.deleteFieldChoice, (input, { caller }) =>
      inTransaction(db, (tx) => archiveChoice(tx, caller, input, clock())),
    ),
    route(contract.createFieldGroup, (input, { caller }) =>
      once('field_group', input.requestId, caller, (tx) => createGroup(tx, caller, input, clock())),
    ),
    route(contract.changeFieldGroup, (input, { caller }) =>
      inTransaction(db, (tx) => changeGroup(tx, caller, input, clock())),
    ),
    route(contract.deleteFieldGroup, ({ groupId }, { caller }) =>
      inTransaction(db, (tx) => deleteGroup(tx, caller, groupId, clock())),
    ),
    route(contract.listFieldValues, async ({ kind, ids }, { caller }) => ({
      items: await listValues(db, caller, kind, ids),
    })),
    route(contract.changeFieldValues, async ({ kind, entityId, changes }, { caller }) => ({
      values: await inTransaction(db, (tx) =>
        changeValues(tx, caller, { kind, id: entityId }, changes, clock()),
      ),
    })),
  ]
}
