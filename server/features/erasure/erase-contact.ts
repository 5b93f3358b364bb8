import { sql } from 'kysely'
import { personalKinds, type ErasureView, type PersonalCounts } from '#contract/erasure'
import type { Viewer } from '#features/access'
import { requireEntity } from '#features/cards'
import { closeConversation } from '#features/conversations'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emit } from '#lib/events'
import type { PersonalData, PersonTrace } from '#lib/personal-data'
import { insertErasure } from './queries.ts'
import { traceOf } from './trace.ts'

type Wish = { contactId: number; name: string }

/**
 * Erases a person (R17) in one transaction: locks his chats, contacts and cards, closes what is open, empties every kind of data
 * by its feature, and looks again: what should remain throws, and nothing has happened. The numbers of his conversations stay.
 * Throws `contact.not_found`, `erasure.name_differs`.
 */
export async function eraseContact(
  tx: Tx,
  kinds: readonly PersonalData[],
  viewer: Viewer,
  { contactId, name }: Wish,
  now: Date,
): Promise<ErasureView> {
  const { accountId } = viewer
  const found = await findPerson(tx, viewer, contactId)
  if (found.name.trim() !== name.trim()) throw new AppError('erasure.name_differs')
  await lockPerson(tx, accountId, found.id)
  const actor = { kind: 'user' as const, id: viewer.userId }
  for (const number of await openOf(tx, accountId, found.id))
    await closeConversation(tx, { accountId, number, actor, way: 'hand', road: 'hand', now })
  // What somebody else erased while we waited for the locks is not there any more.
  const trace = await traceOf(tx, accountId, (await findPerson(tx, viewer, contactId)).id)
  const erased = await countAll(tx, kinds, trace)
  const inOrder = kinds.toSorted(
    (one, other) => personalKinds.indexOf(one.kind) - personalKinds.indexOf(other.kind),
  )
  for (const { erase } of inOrder) await erase(tx, trace, now)
  const remaining = await countAll(tx, kinds, trace)
  if (Object.keys(remaining).length > 0)
    throw new Error(`An erasure leaves something: ${Object.keys(remaining).join(', ')}`)
  await tell(tx, trace)
  await emit(tx, {
    accountId,
    type: 'contact.erased',
    actor,
    road: 'hand',
    subject: { kind: 'contact', id: found.id },
    contactId: found.id,
    at: now,
  })
  const proof = {
    contactId: found.id,
    byUserId: viewer.userId,
    conversations: trace.numbers,
    erased,
    remaining,
  }
  return insertErasure(tx, accountId, proof, now)
}

/** The contact as one sees it, or the one it was merged into. Throws `contact.not_found`. */
export async function findPerson(
  db: Read,
  viewer: Viewer,
  contactId: number,
): Promise<{ id: number; name: string }> {
  const { rows } = await sql<{ id: number; name: string }>`
    select root.id, root.name from contacts asked
    join contacts root on root.account_id = asked.account_id and root.id = asked.root_id and root.deleted_at is null
    where asked.account_id = ${viewer.accountId} and asked.id = ${contactId}`.execute(db)
  const [person] = rows
  if (!person) throw new AppError('contact.not_found')
  await requireEntity(db, viewer, { kind: 'contact', id: person.id })
  return person
}

/** Counts what there is of each kind; kinds of which there is nothing are not named. */
export async function countAll(
  db: Read,
  kinds: readonly PersonalData[],
  trace: PersonTrace,
): Promise<PersonalCounts> {
  const counts: PersonalCounts = {}
  for (const { kind, count } of kinds) {
    const n = await count(db, trace)
    if (n > 0) counts[kind] = n
  }
  return counts
}

/** In the order of all locks: chats, contacts, cards. What comes meanwhile waits, and finds nobody it knows. */
async function lockPerson(tx: Tx, accountId: number, rootId: number): Promise<void> {
  const kin = sql`(select id from contacts where account_id = ${accountId} and root_id = ${rootId})`
  await sql`select from chats where account_id = ${accountId} and contact_id in ${kin} order by id for update`.execute(
    tx,
  )
  await sql`select from contacts where account_id = ${accountId} and root_id = ${rootId} order by id for update`.execute(
    tx,
  )
  for (const [table, kind] of [
    ['customers', 'customer'],
    ['deals', 'deal'],
  ] as const)
    await sql`select from ${sql.table(table)} where account_id = ${accountId} and id in (
      select card_id from card_contacts where account_id = ${accountId} and card_kind = ${kind} and contact_id in ${kin})
      order by id for no key update`.execute(tx)
}

async function openOf(tx: Tx, accountId: number, rootId: number): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select v.number from conversations v join contacts k on k.account_id = v.account_id and k.id = v.contact_id
    where v.account_id = ${accountId} and k.root_id = ${rootId} and v.closed_at is null order by 1`.execute(
    tx,
  )
  return rows.map(({ number }) => number)
}

/** Browsers that show something of it look again. */
async function tell(tx: Tx, { accountId, numbers, dealIds, contactIds }: PersonTrace): Promise<void> {
  for (const number of numbers) await change(tx, { accountId, topic: 'conversation.changed', number })
  for (const id of dealIds) await change(tx, { accountId, topic: 'deal.named', card: { kind: 'deal', id } })
  for (const contactId of contactIds) await change(tx, { accountId, topic: 'contact.named', contactId })
}
