import type { NoticeKind } from '#contract/notifications'
import { findViewer, seesCompany, seesContact, type Viewer } from '#features/access'
import { findCardNames } from '#features/cards'
import { notify } from '#features/notifications'
import type { Tx } from '#lib/db'
import type { TaskPlace } from './find-place.ts'

type Task = TaskPlace & { id: number; text: string }
type Telling = { accountId: number; userId: number; byUserId: number | null; at: Date }

/** Lines about a task: it is due, it was given to one. */
export const taskKinds = ['task', 'assignment'] as const satisfies readonly NoticeKind[]

export const subjectOf = (taskId: number): string => `task:${taskId}`

/**
 * Tells the responsible of a task. The card, contact or company is named only to who sees it: a line in a place out of one's
 * sight would not be shown at all.
 */
export async function notifyResponsible(
  tx: Tx,
  kind: (typeof taskKinds)[number],
  task: Task,
  { accountId, userId, byUserId, at }: Telling,
): Promise<void> {
  const viewer = await findViewer(tx, accountId, userId)
  if (!viewer) return
  const [card] = await findCardNames(tx, viewer, task.card ? [task.card] : [])
  const contact = task.contactId === null ? undefined : await findSeenContact(tx, viewer, task.contactId)
  const company = task.companyId === null ? undefined : await findSeenCompany(tx, viewer, task.companyId)
  await notify(tx, {
    accountId,
    kind,
    userIds: [userId],
    subject: subjectOf(task.id),
    card: card ? { kind: card.kind, id: card.id } : null,
    contactId: contact?.id ?? null,
    companyId: company?.id ?? null,
    thingId: String(task.id),
    byUserId,
    text: task.text,
    at,
  })
}

function findSeenContact(tx: Tx, viewer: Viewer, contactId: number): Promise<{ id: number } | undefined> {
  return tx
    .selectFrom('contacts as k')
    .select('k.id')
    .where('k.account_id', '=', viewer.accountId)
    .where('k.id', '=', contactId)
    .where(seesContact(viewer, 'k'))
    .executeTakeFirst()
}

function findSeenCompany(tx: Tx, viewer: Viewer, companyId: number): Promise<{ id: number } | undefined> {
  return tx
    .selectFrom('companies as b')
    .select('b.id')
    .where('b.account_id', '=', viewer.accountId)
    .where('b.id', '=', companyId)
    .where('b.deleted_at', 'is', null)
    .where(seesCompany(viewer, 'b'))
    .executeTakeFirst()
}
