import { hashToken, randomToken } from '#lib/crypto'
import { AppError } from '#lib/errors'
import type { RequestInfo } from '#lib/http/route'
import { openButton } from './button.ts'
import { findVisitor, insertVisitor, touchVisitor, type Button, type Visitor } from './queries.ts'
import type { WebsiteDeps } from './website-deps.ts'

/** 128 bit, as R13 says. */
const tokenBytes = 16
/** How exact "last seen" is: one write an hour and visitor. */
const seenEveryMs = 60 * 60_000

/** Makes a token; only its hash is kept. Nothing else comes into being until the visitor writes. */
export async function createVisitor(
  deps: WebsiteDeps,
  button: Button,
  language: string | null,
): Promise<string> {
  const token = randomToken(tokenBytes)
  await insertVisitor(deps.db, {
    hash: hashToken(token),
    accountId: button.accountId,
    channelId: button.channelId,
    externalId: randomToken(tokenBytes),
    language,
    at: deps.clock(),
  })
  return token
}

/** The visitor of a call to a button. Throws `visitor.unknown` also for the token of another button. */
export async function authorise(
  deps: WebsiteDeps,
  publicId: string,
  request: RequestInfo,
): Promise<{ button: Button; visitor: Visitor }> {
  const button = await openButton(deps, publicId, request)
  const [, token = ''] = /^Bearer ([\w-]{16,128})$/.exec(request.headers.get('authorization') ?? '') ?? []
  return { button, visitor: await recognise(deps, button, token) }
}

export async function recognise(deps: WebsiteDeps, button: Button, token: string): Promise<Visitor> {
  const visitor = token === '' ? null : await findVisitor(deps.db, button, hashToken(token))
  if (!visitor) throw new AppError('visitor.unknown')
  const now = deps.clock()
  const isLongAgo = now.getTime() - visitor.seenAt.getTime() > seenEveryMs
  // Who never wrote may be swept away at this very moment: what he writes would be in a chat that he never sees.
  if (isLongAgo && !(await touchVisitor(deps.db, visitor.hash, now))) throw new AppError('visitor.unknown')
  return visitor
}

/** "Visitor #48213": short, and the same at every message. */
export function visitorName(visitor: Visitor, accountLanguage: string): string {
  const number = Number.parseInt(visitor.hash.slice(0, 10), 16) % 90_000
  return `${accountLanguage === 'ru' ? 'Посетитель' : 'Visitor'} #${number + 10_000}`
}
