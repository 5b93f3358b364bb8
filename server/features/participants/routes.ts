import * as contract from '#contract/participants'
import { holdCard, requireCard } from '#features/cards'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { addParticipants } from './add-participants.ts'
import { listParticipants } from './list-participants.ts'
import { removeParticipant } from './remove-participant.ts'
import { requirePrincipals } from './require-principals.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listParticipants, ({ cardKind, cardId }, { caller }) =>
      listParticipants(db, caller, { kind: cardKind, id: cardId }),
    ),
    route(contract.addParticipant, ({ cardKind, cardId, ...given }, { caller }) =>
      inTransaction(db, async (tx) => {
        const card = { kind: cardKind, id: cardId }
        const { accountId, userId } = caller
        const principals = [{ kind: given.principalKind, id: given.principalId }]
        await holdCard(tx, accountId, card)
        await requireCard(tx, caller, card)
        await requirePrincipals(tx, accountId, principals)
        await addParticipants(tx, { accountId, card, principals, byUserId: userId }, clock())
        return listParticipants(tx, caller, card)
      }),
    ),
    route(
      contract.removeParticipant,
      async ({ cardKind, cardId, principalKind, principalId }, { caller }) => {
        await inTransaction(db, (tx) =>
          removeParticipant(
            tx,
            caller,
            { kind: cardKind, id: cardId },
            { kind: principalKind, id: principalId },
            clock(),
          ),
        )
        return {}
      },
    ),
  ]
}
