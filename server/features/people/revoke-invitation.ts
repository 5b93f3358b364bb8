import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { revokeOpenInvitation } from './invitation-queries.ts'
import type { PeopleDeps } from './people-deps.ts'

/** Makes an invitation's link useless. Throws `invitation.not_found` when it is not there or not open any more. */
export async function revokeInvitation(
  deps: PeopleDeps,
  caller: Caller,
  invitationId: number,
): Promise<void> {
  const { accountId } = caller
  await inTransaction(deps.db, async (tx) => {
    if (!(await revokeOpenInvitation(tx, accountId, invitationId, deps.clock()))) {
      throw new AppError('invitation.not_found')
    }
    await change(tx, { accountId, topic: 'users' })
  })
}
