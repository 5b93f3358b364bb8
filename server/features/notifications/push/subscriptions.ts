import { sql } from 'kysely'
import type { Viewer } from '#features/access'
import { hashToken, seal, unseal, type SecretKey } from '#lib/crypto'
import type { Read, Tx } from '#lib/db'
import { AppError, tooMany } from '#lib/errors'
import { isPrivateLiteral } from '#lib/outgoing-address'
import { areBrowserKeys } from './encrypt-push.ts'
import type { Browser } from './send-push.ts'

const mostOfOne = 20

type Subscribing = { viewer: Viewer; sessionId: string; browser: Browser; now: Date }
type Settings = { secretKey: SecretKey; allowsPrivateNetwork: boolean }

/**
 * Keeps where a browser is reached, until its session ends. The same browser again takes its old place, whoever was signed in
 * there. Throws `push.address_refused`, `push.key_invalid`, `push.too_many`.
 */
export async function subscribe(tx: Tx, settings: Settings, subscribing: Subscribing): Promise<void> {
  const { viewer, sessionId, browser, now } = subscribing
  const { accountId, userId } = viewer
  const url = new URL(browser.endpoint)
  const isPublic = url.protocol === 'https:' && url.username === '' && !isPrivateLiteral(url)
  if (!isPublic && !settings.allowsPrivateNetwork) throw new AppError('push.address_refused')
  if (!areBrowserKeys(browser.keys)) throw new AppError('push.key_invalid')
  const hash = hashToken(browser.endpoint)
  await sql`delete from push_subscriptions where endpoint_hash = ${hash}`.execute(tx)
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from push_subscriptions
    where account_id = ${accountId} and user_id = ${userId}`.execute(tx)
  if ((rows[0]?.count ?? 0) >= mostOfOne) throw tooMany('push.too_many', mostOfOne)
  const sealed = seal(settings.secretKey, JSON.stringify(browser), contextOf(hash))
  await sql`insert into push_subscriptions (account_id, user_id, session_id, endpoint_hash, sealed, created_at)
    values (${accountId}, ${userId}, ${sessionId}, ${hash}, ${sealed}, ${now})
    on conflict (endpoint_hash) do nothing`.execute(tx)
}

/** A browser's address is known to that browser alone; one that is not there is fine. */
export async function unsubscribe(tx: Tx, viewer: Viewer, endpoint: string): Promise<void> {
  await sql`delete from push_subscriptions where account_id = ${viewer.accountId} and user_id = ${viewer.userId}
    and endpoint_hash = ${hashToken(endpoint)}`.execute(tx)
}

export type Subscription = { userId: number; createdAt: Date; failedAt: Date | null; browser: Browser }

/** Of somebody who works here and whose session has not run out. */
export async function findSubscription(
  db: Read,
  secretKey: SecretKey,
  accountId: number,
  id: number,
  now: Date,
): Promise<Subscription | null> {
  const { rows } = await sql<Omit<Subscription, 'browser'> & { hash: string; sealed: string }>`
    select p.user_id as "userId", p.created_at as "createdAt", p.failed_at as "failedAt", p.endpoint_hash as hash, p.sealed
    from push_subscriptions p
    join users u on u.account_id = p.account_id and u.id = p.user_id and u.status = 'active'
    join login_sessions s on s.id = p.session_id and s.expires_at > ${now}
    where p.account_id = ${accountId} and p.id = ${id}`.execute(db)
  const [row] = rows
  if (!row) return null
  const { hash, sealed, ...rest } = row
  return { ...rest, browser: JSON.parse(unseal(secretKey, sealed, contextOf(hash))) as Browser }
}

function contextOf(hash: string): string {
  return `push-subscription:${hash}`
}
