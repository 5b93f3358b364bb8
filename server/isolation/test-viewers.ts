import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { equalRights, type Reach } from '#contract/permissions'
import { createApiToken, createUser } from '#features/people'
import { systemClock } from '#lib/clock'
import { randomToken } from '#lib/crypto'
import { inTransaction, type Db } from '#lib/db'
import { addThings, type Things } from './test-things.ts'
import type { Offices, Person } from './test-offices.ts'

/** One of everything, all of one responsible; `secret` stands in the name and the messages of its clients. */
export type Owned = Things & { secret: string }

/** Whose things there are. `shared`: the admin's, in whose deal somebody else takes part. */
export const owners = ['admin', 'nobody', 'mate', 'own', 'shared', 'away'] as const
export type Owner = (typeof owners)[number]

/**
 * Who looks, and whose things he sees: the rule in words of its own, beside the predicates it is tried on. `own` answers for
 * the things `own`; `mate` is in the group of `group`; `standIn` stands in for who is away.
 */
export const sees = {
  all: ['admin', 'nobody', 'mate', 'own', 'shared', 'away'],
  group: ['mate'],
  own: ['own'],
  none: [],
  participant: ['shared'],
  ofTakingGroup: ['shared'],
  left: [],
  standIn: ['away'],
} as const satisfies Record<string, readonly Owner[]>
export type ViewerName = keyof typeof sees

/** Who takes part in a card sees that card and its chats, nothing else of the client (R8). */
export const takesPart: readonly ViewerName[] = ['participant', 'ofTakingGroup']

const reachOf: Record<ViewerName, Reach> = {
  all: 'all',
  group: 'group',
  own: 'own',
  none: 'none',
  participant: 'none',
  ofTakingGroup: 'none',
  left: 'none',
  standIn: 'own',
}

export type World = { viewers: Record<ViewerName, Person>; owned: Record<Owner, Owned> }

/** An account in which everybody of the table works, with things of every owner. */
export async function openWorld(offices: Offices): Promise<World> {
  const { database, anna } = offices
  const { db } = database
  const { accountId } = anna
  const [group, taking] = [await addGroup(db, accountId), await addGroup(db, accountId)]
  const groupOf: Partial<Record<ViewerName, number>> = { group, ofTakingGroup: taking, left: taking }
  const names = Object.keys(sees) as ViewerName[]
  const people = new Map<ViewerName, Person>()
  for (const name of names) people.set(name, await addPerson(offices, reachOf[name], groupOf[name] ?? null))
  const viewers = Object.fromEntries(people) as World['viewers']
  const mate = await addPerson(offices, 'none', group)
  const away = await addPerson(offices, 'own', null)
  await sql`update users set away_until = now() + interval '1 day', substitute_id = ${viewers.standIn.userId}
    where account_id = ${accountId} and id = ${away.userId}`.execute(db)
  const responsible: Record<Owner, number | null> = {
    admin: anna.admin.userId,
    nobody: null,
    mate: mate.userId,
    own: viewers.own.userId,
    shared: anna.admin.userId,
    away: away.userId,
  }
  const made: [Owner, Owned][] = []
  for (const owner of owners) made.push([owner, await addOwned(offices, responsible[owner])])
  const owned = Object.fromEntries(made) as World['owned']
  await sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by) values
    (${accountId}, 'deal', ${owned.shared.dealId}, 'user', ${viewers.participant.userId}, ${anna.admin.userId}),
    (${accountId}, 'deal', ${owned.shared.dealId}, 'group', ${taking}, ${anna.admin.userId})`.execute(db)
  await sql`insert into participant_leaves (account_id, card_kind, card_id, user_id)
    values (${accountId}, 'deal', ${owned.shared.dealId}, ${viewers.left.userId})`.execute(db)
  await recount(db, accountId)
  return { viewers, owned }
}

async function addPerson(offices: Offices, view: Reach, groupId: number | null): Promise<Person> {
  const { database, secretKey, anna } = offices
  const { db } = database
  const { accountId } = anna
  const email = `${randomUUID()}@example.com`
  const person = {
    accountId,
    name: 'Коллега',
    email,
    password: 'correct horse battery',
    role: 'member' as const,
    at: new Date(),
  }
  const userId = await inTransaction(db, (tx) => createUser(tx, { secretKey, publicUrl: null }, person))
  const rights = equalRights((action) => (action === 'add' ? 'none' : view))
  await sql`with made as (
      insert into roles (account_id, name, kind, rights, answers_clients, incoming, analytics, settings, bots)
      values (${accountId}, 'Роль', 'custom', ${JSON.stringify(rights)}::jsonb, true, true, true, false, 'none') returning id)
    update users set role_id = made.id, group_id = ${groupId} from made
    where account_id = ${accountId} and users.id = ${userId}`.execute(db)
  const token = await inTransaction(db, (tx) =>
    createApiToken(tx, { secretKey, clock: systemClock }, { accountId, userId }),
  )
  return { userId, cookie: await offices.signIn(email), token }
}

async function addGroup(db: Db, accountId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into groups (account_id, name)
    values (${accountId}, ${randomUUID()}) returning id`.execute(db)
  return rows[0]?.id ?? 0
}

async function addOwned(offices: Offices, userId: number | null): Promise<Owned> {
  const { database, anna } = offices
  const { db } = database
  const { accountId } = anna
  const secret = randomToken(9)
  const things = await addThings(offices, { ...anna, secret })
  const { contactId, bareNumber, dealId, wonDealId, customerId, companyId, taskId } = things
  const bare = sql`(select contact_id from conversations where account_id = ${accountId} and number = ${bareNumber})`
  await sql`update contacts set responsible_user_id = ${userId}
    where account_id = ${accountId} and (id = ${contactId} or id = ${bare})`.execute(db)
  await sql`update deals set responsible_user_id = ${userId} where account_id = ${accountId}
    and (id in (${dealId}, ${wonDealId}) or main_contact_id in (${contactId}, ${bare}))`.execute(db)
  await sql`update customers set responsible_user_id = ${userId} where account_id = ${accountId} and id = ${customerId}`.execute(
    db,
  )
  await sql`update companies set responsible_user_id = ${userId} where account_id = ${accountId} and id = ${companyId}`.execute(
    db,
  )
  // A task has always one who does it; of nobody's things it is the admin.
  await sql`update tasks set responsible_user_id = ${userId ?? anna.admin.userId}
    where account_id = ${accountId} and id = ${taskId}`.execute(db)
  return { ...things, secret }
}

/** The things were hung on their responsibles by hand: what is kept beside the rows is made to follow. */
async function recount(db: Db, accountId: number): Promise<void> {
  await sql`update conversations v set contact_responsible_user_id = k.responsible_user_id,
      responsible_user_id = case when v.card_id is null then k.responsible_user_id else (
        select d.responsible_user_id from deals d where d.account_id = v.account_id and d.id = v.card_id) end
    from contacts k where v.account_id = ${accountId} and k.account_id = v.account_id and k.id = v.contact_id`.execute(
    db,
  )
  await sql`delete from inbox_counts where account_id = ${accountId}`.execute(db)
  await sql`insert into inbox_counts
      (account_id, card_kind, responsible_user_id, contact_responsible_user_id, open, unread, unanswered)
    select account_id, coalesce(card_kind, ''), coalesce(responsible_user_id, 0), coalesce(contact_responsible_user_id, 0),
      count(*), count(*) filter (where read_at is null), count(*) filter (where waiting_since is not null)
    from conversations where account_id = ${accountId} and closed_at is null group by 1, 2, 3, 4`.execute(db)
}
