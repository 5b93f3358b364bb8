import { storedRights } from '#contract/permissions'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import type { Caller, RequestInfo } from '#lib/http/route'
import type { AuthSettings } from './create-auth.ts'
import { findCallerOfSession, type CallerRow } from './queries.ts'
import { readSessionToken } from './session-cookie.ts'

/**
 * Makes what tells every request who calls: one indexed query, so that signing out, a new role and a deactivation hold from
 * the next request on.
 */
export function createResolveCaller(
  deps: AuthSettings & { db: Db; clock: Clock },
): (request: Pick<RequestInfo, 'headers'>) => Promise<Caller | null> {
  return async (request) => {
    const token = readSessionToken(deps, request.headers.get('cookie'))
    const row = token && (await findCallerOfSession(deps.db, token, deps.clock()))
    return row ? toCaller(row) : null
  }
}

export function toCaller(row: CallerRow): Caller {
  const isAdmin = row.kind === 'admin'
  return {
    accountId: row.account_id,
    userId: row.user_id,
    name: row.name,
    groupId: row.group_id,
    roleId: row.role_id,
    isAdmin,
    mayChangeSettings: isAdmin || row.settings,
    answersClients: isAdmin || row.answers_clients,
    rights: storedRights.parse(row.rights),
    standsInFor: row.stands_in_for,
    takesIncoming: isAdmin || row.incoming,
    readsAnalytics: isAdmin || row.analytics,
  }
}
