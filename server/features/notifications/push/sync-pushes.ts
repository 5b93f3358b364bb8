import { sql } from 'kysely'
import { placeOf } from '#contract/notification-place'
import type { Language } from '#contract/common'
import type { NotificationView } from '#contract/notifications'
import { findViewer, type Viewer } from '#features/access'
import type { SecretKey } from '#lib/crypto'
import type { Db } from '#lib/db'
import { countUnread, listUnread, mayBeSeen } from '../list-notifications.ts'
import { findPerson } from '../person.ts'
import { findSettings } from '../settings.ts'
import { tellLine } from '../words.ts'
import { sendPush, type Push, type PushSender } from './send-push.ts'
import { findSubscription, type Subscription } from './subscriptions.ts'

type PushDeps = { db: Db; secretKey: SecretKey; sender: PushSender }

/** Of what came long ago nobody's pocket has to ring. */
const freshMs = 86_400_000
const mostAtOnce = 20
const longestFailureMs = 7 * 86_400_000
/** Letters of other alphabets take up to four bytes; what is encrypted has to fit in one record. */
const mostTextLetters = 200

/** Brings what one browser shows in line with what is unread: shows what is new, takes away what was read elsewhere. */
export async function syncPushes(deps: PushDeps, accountId: number, subscriptionId: number): Promise<void> {
  const { db, secretKey, sender } = deps
  const now = sender.now()
  const subscription = await findSubscription(db, secretKey, accountId, subscriptionId, now)
  const viewer = subscription && (await findViewer(db, accountId, subscription.userId))
  if (!subscription || !viewer) return
  const place: Place = { accountId, subscriptionId, subscription, viewer, now }
  const over = await findOver(deps, place)
  if (over.length > 0) {
    const push: Push = {
      payload: { close: over, unread: await countUnread(db, viewer) },
      // It takes the place of the showing that has not arrived yet: a browser that was away shows nothing at all.
      topic: over.length === 1 ? topicOf(over[0] ?? '') : null,
      isUrgent: false,
    }
    if (!(await hand(deps, place, push))) return
    await sql`delete from pushes where account_id = ${accountId} and subscription_id = ${subscriptionId}
      and notification_id = any(${over}::uuid[])`.execute(db)
  }
  for (const { view, payload } of await findNew(deps, place)) {
    if (!(await hand(deps, place, { payload, topic: topicOf(view.id), isUrgent: true }))) return
    await sql`insert into pushes (account_id, subscription_id, notification_id, shown_at)
      select ${accountId}, id, ${view.id}, ${now} from push_subscriptions where account_id = ${accountId} and id = ${subscriptionId}
      on conflict do nothing`.execute(db)
  }
}

type Place = {
  accountId: number
  subscriptionId: number
  subscription: Subscription
  viewer: Viewer
  now: Date
}

/** What is on the screen there and was read since, or may no longer be seen. */
async function findOver({ db }: PushDeps, { viewer, accountId, subscriptionId }: Place): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select p.notification_id as id from pushes p
    where p.account_id = ${accountId} and p.subscription_id = ${subscriptionId} and not exists (
      select from notifications n where n.account_id = p.account_id and n.id = p.notification_id and n.read_at is null
        and ${mayBeSeen(viewer)})`.execute(db)
  return rows.map(({ id }) => id)
}

/** Oldest first, so that the newest lies on top. Who is away is left in peace. */
async function findNew(
  { db }: PushDeps,
  { viewer, accountId, subscriptionId, subscription, now }: Place,
): Promise<{ view: NotificationView; payload: Push['payload'] }[]> {
  const person = await findPerson(db, accountId, viewer.userId, now)
  if (!person || person.awayUntil !== null) return []
  const { choices, showsText } = await findSettings(db, accountId, viewer.userId)
  const since = new Date(Math.max(subscription.createdAt.getTime(), now.getTime() - freshMs))
  const fresh = await listUnread(db, viewer, {
    limit: mostAtOnce,
    where: sql`n.at > ${since} and not exists (select from pushes p where p.account_id = n.account_id
      and p.subscription_id = ${subscriptionId} and p.notification_id = n.id)`,
  })
  const unread = await countUnread(db, viewer)
  return fresh
    .filter((view) => choices[view.kind].push)
    .toReversed()
    .map((view) => ({ view, payload: { show: shown(view, person.language, showsText), unread } }))
}

function shown(view: NotificationView, language: Language, showsText: boolean): Record<string, string> {
  const { what, title, text } = tellLine(view, language)
  const words = showsText ? { title: cut(title), body: cut(text) } : { title: what, body: '' }
  return { id: view.id, url: placeOf(view), language, ...words }
}

function cut(text: string): string {
  return text.length > mostTextLetters ? `${text.slice(0, mostTextLetters)}…` : text
}

function topicOf(notificationId: string): string {
  return notificationId.replaceAll('-', '')
}

/** @returns whether it was taken; a browser that is gone is forgotten. Throws when it has to be tried again. */
async function hand({ db, sender }: PushDeps, place: Place, push: Push): Promise<boolean> {
  const { accountId, subscriptionId, subscription, now } = place
  const outcome = await sendPush(sender, subscription.browser, push)
  const isOf = sql`account_id = ${accountId} and id = ${subscriptionId}`
  if (outcome === 'taken') {
    if (subscription.failedAt)
      await sql`update push_subscriptions set failed_at = null where ${isOf}`.execute(db)
    return true
  }
  const since = subscription.failedAt ?? now
  if (outcome === 'gone' || now.getTime() - since.getTime() > longestFailureMs) {
    await sql`delete from push_subscriptions where ${isOf}`.execute(db)
    return false
  }
  await sql`update push_subscriptions set failed_at = ${since} where ${isOf}`.execute(db)
  throw new Error('The push service did not take a push')
}
