import type { Answer, RequestInfo } from '#lib/http/route'
import { createAuth } from './create-auth.ts'
import type { PeopleDeps } from './people-deps.ts'

/** Prolongs a session that is in use, at most once a day; the web asks for its user at every start. */
export async function prolongSession(deps: PeopleDeps, request: RequestInfo, answer: Answer): Promise<void> {
  const cookie = request.headers.get('cookie') ?? ''
  const { headers } = await createAuth(deps.db, deps).api.getSession({
    headers: new Headers({ cookie }),
    returnHeaders: true,
  })
  for (const line of headers.getSetCookie()) answer.setCookie(line)
}
