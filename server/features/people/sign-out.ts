import type { Answer, RequestInfo } from '#lib/http/route'
import { createAuth } from './create-auth.ts'
import type { PeopleDeps } from './people-deps.ts'
import { deleteSession } from './queries.ts'
import { readSessionToken } from './session-cookie.ts'

/** Ends the session and takes its cookie away; without a session there is nothing to do. */
export async function signOut(deps: PeopleDeps, request: RequestInfo, answer: Answer): Promise<void> {
  const token = readSessionToken(deps, request.headers.get('cookie'))
  // Ourselves, because the library would keep quiet about a session it could not delete.
  if (token) await deleteSession(deps.db, token)
  const { headers } = await createAuth(deps.db, deps).api.signOut({
    headers: new Headers(),
    returnHeaders: true,
  })
  for (const line of headers.getSetCookie()) answer.setCookie(line)
}
