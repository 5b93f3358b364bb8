import type { Language } from '#contract/common'
import type { Me } from '#contract/people'
import { AppError } from '#lib/errors'
import type { Answer, RequestInfo } from '#lib/http/route'
import { addressHeader, createAuth } from './create-auth.ts'
import { getMe } from './get-me.ts'
import type { PeopleDeps } from './people-deps.ts'
import { deleteExpiredSessions, deleteSession, findCallerOfSession } from './queries.ts'
import { adoptLanguage } from './me-queries.ts'

/**
 * Opens a session and gives its cookie to the answer. An unknown address takes as long as a wrong password and is told the
 * same: `session.wrong_password`. So is a user who no longer works in any account.
 */
export async function signIn(
  deps: PeopleDeps,
  person: { email: string; password: string },
  request: RequestInfo,
  answer: Answer,
): Promise<Me> {
  const auth = createAuth(deps.db, deps)
  const headers = new Headers({ [addressHeader]: request.ip, 'user-agent': request.userAgent ?? '' })
  const signed = await auth.api
    .signInEmail({ body: person, headers, returnHeaders: true })
    .catch((error: unknown) => {
      if (isRefusal(error)) throw new AppError('session.wrong_password')
      throw error
    })
  const { token } = signed.response
  const caller = await findCallerOfSession(deps.db, token, deps.clock())
  if (!caller) {
    await deleteSession(deps.db, token)
    throw new AppError('session.wrong_password')
  }
  await deleteExpiredSessions(deps.db, token, deps.clock())
  await adoptLanguage(deps.db, caller.account_id, caller.user_id, preferredLanguage(request))
  for (const line of signed.headers.getSetCookie()) answer.setCookie(line)
  return getMe(deps.db, { accountId: caller.account_id, userId: caller.user_id })
}

/** What better-auth answers to wrong input carries a status; everything else is a fault. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode < 500
  )
}

function preferredLanguage(request: RequestInfo): Language {
  const first = request.headers.get('accept-language')?.trim().toLowerCase() ?? ''
  return first === '' || /^(ru|be|uk|kk)\b/.test(first) ? 'ru' : 'en'
}
