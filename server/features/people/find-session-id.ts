import type { Read } from '#lib/db'
import type { RequestInfo } from '#lib/http/route'
import type { AuthSettings } from './create-auth.ts'
import { readSessionToken } from './session-cookie.ts'

/** The session a request comes with; null: it comes without one. What is bound to it ends with it. */
export async function findSessionId(
  deps: AuthSettings & { db: Read },
  request: Pick<RequestInfo, 'headers'>,
): Promise<string | null> {
  const token = readSessionToken(deps, request.headers.get('cookie'))
  if (!token) return null
  const row = await deps.db
    .selectFrom('login_sessions')
    .select('id')
    .where('token', '=', token)
    .executeTakeFirst()
  return row?.id ?? null
}
