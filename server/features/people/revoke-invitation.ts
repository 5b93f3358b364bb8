import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emitByHand } from '#lib/events'
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
    const now = deps.clock()
    const roleId = await revokeOpenInvitation(tx, accountId, invitationId, now)
    if (roleId === null) throw new AppError('invitation.not_found')
    const subject = { kind: 'user', id: `invitation:${invitationId}` } as const
    await emitByHand(tx, caller, { type: 'user.uninvited', subject, before: { roleId } }, now)
    await change(tx, { accountId, topic: 'users' })
  })
}
