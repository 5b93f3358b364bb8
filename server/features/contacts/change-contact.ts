import { sql } from 'kysely'
import type { ContactView } from '#contract/contacts'
import { requireActiveUser, type Viewer } from '#features/access'
import { lockOpenOf, reassignConversations, tellOpenOf } from '#features/conversations'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit } from '#lib/events'
import { findContactView } from './contact-view.ts'
import { findCountry } from './find-country.ts'
import { readPoints, type Point, type TypedPoint } from './read-points.ts'
import { findPoints, writePoints } from './write-points.ts'

export type ContactChange = {
  contactId: number
  name?: string
  responsibleUserId?: number | null
  points?: TypedPoint[]
}

/** What an event tells of a change: the fields that differ. */
type Facts = { name?: string; responsibleUserId?: number | null; phones?: string[]; emails?: string[] }
type Difference = { before: Facts; after: Facts }

/**
 * Changes a contact; a new responsible goes to its conversations and their counters too. A name given by hand is never
 * replaced by the messenger's. Throws `contact.not_found`, `session.forbidden`, `contact.point_invalid`, `user.not_found`.
 */
export async function changeContact(
  tx: Tx,
  viewer: Viewer,
  input: ContactChange,
  now: Date,
): Promise<ContactView> {
  const { accountId } = viewer
  const id = await lockContact(tx, accountId, input.contactId)
  const seen = id === null ? null : await findContactView(tx, viewer, id)
  if (id === null || !seen) throw new AppError('contact.not_found')
  if (!seen.canEdit) throw new AppError('session.forbidden')
  const difference: Difference = { before: {}, after: {} }
  if (input.name !== undefined) await rename(tx, { accountId, seen, name: input.name }, difference)
  if (input.points) await replacePoints(tx, { accountId, id, typed: input.points, now }, difference)
  if (input.responsibleUserId !== undefined) {
    await reassign(tx, { accountId, seen, userId: input.responsibleUserId }, difference)
  }
  if (Object.keys(difference.after).length === 0) return seen
  await touch(tx, accountId, id, now)
  await emit(tx, {
    accountId,
    type: 'contact.changed',
    actor: { kind: 'user', id: viewer.userId },
    road: 'hand',
    subject: { kind: 'contact', id },
    contactId: id,
    ...difference,
    at: now,
  })
  // Who has just given a contact away, out of his own sight, is shown it this last time.
  const { responsibleUserId } = { ...seen, ...difference.after }
  return (await findContactView(tx, viewer, id)) ?? { ...seen, responsibleUserId, canEdit: false }
}

/** Locks the contact, or the one it was merged into. @returns its id. */
async function lockContact(tx: Tx, accountId: number, contactId: number): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select k.id from contacts k where k.account_id = ${accountId} and k.deleted_at is null and k.id = (
      select asked.root_id from contacts asked where asked.account_id = ${accountId} and asked.id = ${contactId})
    for no key update`.execute(tx)
  return rows[0]?.id ?? null
}

async function rename(
  tx: Tx,
  { accountId, seen, name }: { accountId: number; seen: ContactView; name: string },
  difference: Difference,
): Promise<void> {
  await sql`update contacts set name = ${name}, name_source = 'user'
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  if (name === seen.name) return
  difference.before.name = seen.name
  difference.after.name = name
  await tellOpenOf(tx, accountId, { kind: 'contact', id: seen.id })
}

async function replacePoints(
  tx: Tx,
  { accountId, id, typed, now }: { accountId: number; id: number; typed: TypedPoint[]; now: Date },
  difference: Difference,
): Promise<void> {
  const points = readPoints(typed, await findCountry(tx, accountId))
  const before = pointFacts(await findPoints(tx, { accountId, id }))
  const after = pointFacts(points)
  if (JSON.stringify(before) === JSON.stringify(after)) return
  await writePoints(tx, { accountId, id }, points, now)
  Object.assign(difference.before, before)
  Object.assign(difference.after, after)
}

function pointFacts(points: Point[]): Required<Pick<Facts, 'phones' | 'emails'>> {
  const shown = (kind: Point['kind']): string[] =>
    points.flatMap((point) => (point.kind === kind ? [point.shown] : []))
  return { phones: shown('phone'), emails: shown('email') }
}

async function reassign(
  tx: Tx,
  { accountId, seen, userId }: { accountId: number; seen: ContactView; userId: number | null },
  difference: Difference,
): Promise<void> {
  if (userId === seen.responsibleUserId) return
  if (userId !== null) await requireActiveUser(tx, accountId, userId)
  const owner = { kind: 'contact' as const, id: seen.id }
  const open = await lockOpenOf(tx, accountId, owner)
  await sql`update contacts set responsible_user_id = ${userId}
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  await reassignConversations(tx, accountId, owner, open, userId)
  difference.before.responsibleUserId = seen.responsibleUserId
  difference.after.responsibleUserId = userId
}

async function touch(tx: Tx, accountId: number, id: number, now: Date): Promise<void> {
  await sql`update contacts set updated_at = ${now} where account_id = ${accountId} and id = ${id}`.execute(
    tx,
  )
}
