import type { Me } from '#contract/people'
import { inTransaction } from '#lib/db'
import { change, emitByHand } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { getMe } from './get-me.ts'
import type { PeopleDeps } from './people-deps.ts'
import { updateMe, type OwnChanges } from './me-queries.ts'

/** Changes what a user may change of himself; his other windows follow, and a new name reaches his colleagues. */
export async function changeMe(deps: PeopleDeps, caller: Caller, changes: OwnChanges): Promise<Me> {
  const { accountId, userId } = caller
  return inTransaction(deps.db, async (tx) => {
    if (Object.values(changes).some((value) => value !== undefined)) {
      await updateMe(tx, accountId, userId, changes)
      await change(tx, { accountId, topic: 'me', userId })
      if (changes.name !== undefined && changes.name !== caller.name) {
        const difference = { before: { name: caller.name }, after: { name: changes.name } }
        const subject = { kind: 'user', id: userId } as const
        await emitByHand(tx, caller, { type: 'user.changed', subject, ...difference }, deps.clock())
        await change(tx, { accountId, topic: 'users' })
      }
    }
    return getMe(tx, caller)
  })
}
