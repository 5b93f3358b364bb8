import { inTransaction, type Tx } from '#lib/db'
import { change } from '#lib/events'
import type { Answer, RequestInfo } from '#lib/http/route'
import { createAuth } from './create-auth.ts'
import type { PeopleDeps } from './people-deps.ts'
import { deleteSession, findCallerOfSession } from './queries.ts'
import { readSessionToken } from './session-cookie.ts'

/** Ends the session and takes its cookie away; without a session there is nothing to do. */
export async function signOut(deps: PeopleDeps, request: RequestInfo, answer: Answer): Promise<void> {
  const token = readSessionToken(deps, request.headers.get('cookie'))
  // Ourselves, because the library would keep quiet about a session it could not delete.
  if (token) await inTransaction(deps.db, (tx) => endSession(tx, token, deps.clock()))
  const { headers } = await createAuth(deps.db, deps).api.signOut({
    headers: new Headers(),
    returnHeaders: true,
  })
  for (const line of headers.getSetCookie()) answer.setCookie(line)
}

/** Its open pages hear of it at once, on whatever node they hang. */
async function endSession(tx: Tx, token: string, now: Date): Promise<void> {
  const caller = await findCallerOfSession(tx, token, now)
  await deleteSession(tx, token)
  if (!caller) return
  await change(tx, { accountId: caller.account_id, topic: 'session.ended', userId: caller.user_id })
}
