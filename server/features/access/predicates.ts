import { sql, type RawBuilder } from 'kysely'
import { reachOf, type Reach, type RightAction, type RightEntity } from '#contract/permissions'
import type { Viewer } from './viewer.ts'

/**
 * Who sees what (R9), as SQL. One predicate serves lists, counters, search, live updates, export and the compatible API.
 * Each takes the alias of the row it judges.
 */
export type Condition = RawBuilder<boolean>

const yes = sql<boolean>`true`
const no = sql<boolean>`false`

/** Whether the viewer sees every conversation of the account, so that nothing need be asked. */
export function seesEverything(viewer: Viewer): boolean {
  return (
    viewer.isAdmin ||
    (viewer.rights.deals.view === 'all' && viewer.rights.contacts.view === 'all' && takesIncoming(viewer))
  )
}

/** A conversation: the role allows its card (by the card's responsible) or its contact, or the viewer takes part in its card. */
export function seesConversation(viewer: Viewer, alias: string): Condition {
  if (seesEverything(viewer)) return yes
  const row = sql.ref(alias)
  const part = takesPart(viewer, sql`${row}.card_kind`, sql`${row}.card_id`)
  const usual = sql<boolean>`(
    (${row}.card_kind = 'deal' and ${reaches(viewer, viewer.rights.deals.view, sql`${row}.responsible_user_id`)})
    or (${row}.card_kind = 'customer' and ${reaches(viewer, viewer.rights.customers.view, sql`${row}.responsible_user_id`)})
    or ${reaches(viewer, viewer.rights.contacts.view, sql`${row}.contact_responsible_user_id`)}
    or ${part}
  )`
  return withIncoming(viewer, usual, {
    // Row by row by its key (`offset 0`): all deals of an account are never gathered for it.
    isIncoming: sql<boolean>`(${row}.card_kind = 'deal' and exists (select from deals lead where lead.account_id = ${viewer.accountId}
      and lead.id = ${row}.card_id and ${isIncomingStage(viewer, 'lead.stage_id')} offset 0))`,
    isOwn: sql<boolean>`(${reaches(viewer, 'own', sql`${row}.responsible_user_id`)}
      or ${reaches(viewer, 'own', sql`${row}.contact_responsible_user_id`)} or ${part})`,
  })
}

/** A cell of the counters: the same as a conversation without participation and incoming leads, which are counted apart. */
export function seesCell(viewer: Viewer, alias: string): Condition {
  if (seesEverything(viewer)) return yes
  const row = sql.ref(alias)
  return sql<boolean>`(
    (${row}.card_kind = 'deal' and ${reaches(viewer, viewer.rights.deals.view, sql`nullif(${row}.responsible_user_id, 0)`)})
    or (${row}.card_kind = 'customer' and ${reaches(viewer, viewer.rights.customers.view, sql`nullif(${row}.responsible_user_id, 0)`)})
    or ${reaches(viewer, viewer.rights.contacts.view, sql`nullif(${row}.contact_responsible_user_id, 0)`)}
  )`
}

/** A deal: by the role, or by taking part in it; an incoming lead by the right to take them. */
export function seesDeal(viewer: Viewer, alias: string): Condition {
  if (viewer.isAdmin || (viewer.rights.deals.view === 'all' && takesIncoming(viewer))) return yes
  const row = sql.ref(alias)
  const part = takesPart(viewer, sql`'deal'`, sql`${row}.id`)
  const usual = sql<boolean>`(
    ${reaches(viewer, viewer.rights.deals.view, sql`${row}.responsible_user_id`)} or ${part}
  )`
  return withIncoming(viewer, usual, {
    isIncoming: isIncomingStage(viewer, `${alias}.stage_id`),
    isOwn: sql<boolean>`(${reaches(viewer, 'own', sql`${row}.responsible_user_id`)} or ${part})`,
  })
}

/** Whether a stage, by the column of its id, is one of incoming leads: these ids are no other pipeline's, and read once. */
export function isIncomingStage({ accountId }: Viewer, column: string): Condition {
  return sql<boolean>`${sql.ref(column)} = any(array(
    select s.id from stages s where s.account_id = ${accountId} and s.kind = 'incoming'))`
}

/** Whether the viewer may take incoming leads, and therefore sees them all. */
export function takesIncoming({ isAdmin, rights, takesIncoming: takes = true }: Viewer): boolean {
  return isAdmin || (takes && rights.deals.view !== 'none')
}

/**
 * Who takes incoming leads sees every one: nobody has them yet. Without that right one sees those that one answers for or
 * takes part in, however far one sees else (R2).
 */
function withIncoming(
  viewer: Viewer,
  usual: Condition,
  { isIncoming, isOwn }: { isIncoming: Condition; isOwn: Condition },
): Condition {
  if (!takesIncoming(viewer)) return sql<boolean>`(${usual} and (not ${isIncoming} or ${isOwn}))`
  return viewer.rights.deals.view === 'all' ? usual : sql<boolean>`(${usual} or ${isIncoming})`
}

/** A customer: by the role, or by taking part in it. */
export function seesCustomer(viewer: Viewer, alias: string): Condition {
  if (viewer.isAdmin || viewer.rights.customers.view === 'all') return yes
  const row = sql.ref(alias)
  return sql<boolean>`(
    ${reaches(viewer, viewer.rights.customers.view, sql`${row}.responsible_user_id`)}
    or ${takesPart(viewer, sql`'customer'`, sql`${row}.id`)}
  )`
}

/** A contact: by the role, or through a card of it that one takes part in (its chat is there). */
export function seesContact(viewer: Viewer, alias: string): Condition {
  if (viewer.isAdmin || viewer.rights.contacts.view === 'all') return yes
  return reaches(viewer, viewer.rights.contacts.view, sql`${sql.ref(alias)}.responsible_user_id`)
}

export function seesCompany(viewer: Viewer, alias: string): Condition {
  if (seesAllCompanies(viewer)) return yes
  return reaches(viewer, viewer.rights.companies.view, sql`${sql.ref(alias)}.responsible_user_id`)
}

/** Whether the viewer sees every company of the account, so that nothing need be asked. */
export function seesAllCompanies(viewer: Viewer): boolean {
  return viewer.isAdmin || viewer.rights.companies.view === 'all'
}

/** A task: by the role (its responsible's, or one that the viewer made), or the viewer takes part in its card. */
export function seesTask(viewer: Viewer, alias: string): Condition {
  const { view } = viewer.rights.tasks
  if (viewer.isAdmin || view === 'all') return yes
  const row = sql.ref(alias)
  const isMade = view === 'none' ? no : sql<boolean>`${row}.created_by = ${viewer.userId}`
  return sql<boolean>`(
    ${reaches(viewer, view, sql`${row}.responsible_user_id`)} or ${isMade}
    or ${takesPart(viewer, sql`${row}.card_kind`, sql`${row}.card_id`)}
  )`
}

/** A chat: any of its conversations may be seen, or its contact. */
export function seesChat(viewer: Viewer, alias: string): Condition {
  if (seesEverything(viewer)) return yes
  const row = sql.ref(alias)
  return sql<boolean>`(
    exists (select from contacts k where k.account_id = ${row}.account_id and k.id = ${row}.contact_id and ${seesContact(viewer, 'k')})
    or exists (select from conversations v where v.account_id = ${row}.account_id and v.chat_id = ${row}.id
      and ${seesConversation(viewer, 'v')})
  )`
}

/** A message of a chat: segments of a thread that one may not see are left out. */
export function seesMessage(viewer: Viewer, alias: string): Condition {
  if (seesEverything(viewer)) return yes
  const row = sql.ref(alias)
  return sql<boolean>`(
    exists (select from conversations v where v.account_id = ${row}.account_id and v.number = ${row}.number
      and ${seesConversation(viewer, 'v')})
    or (${row}.number is null and exists (select from chats h join contacts k on k.account_id = h.account_id and k.id = h.contact_id
      where h.account_id = ${row}.account_id and h.id = ${row}.chat_id and ${seesContact(viewer, 'k')}))
  )`
}

/** Whether the role lets the viewer do something with a card, contact … of this responsible; never more than with what he sees. */
export function mayDo(
  viewer: Viewer,
  entity: RightEntity,
  action: RightAction,
  responsible: Responsible,
): boolean {
  if (viewer.isAdmin) return true
  const reach = reachOf(viewer.rights, entity, action)
  if (reach === 'all') return true
  if (reach === 'none' || responsible.userId === null) return false
  if (responsible.userId === viewer.userId || viewer.standsInFor?.includes(responsible.userId)) return true
  return reach === 'group' && viewer.groupId !== null && responsible.groupId === viewer.groupId
}

export type Responsible = { userId: number | null; groupId: number | null }

function reaches(viewer: Viewer, reach: Reach, responsible: RawBuilder<unknown>): Condition {
  if (viewer.isAdmin || reach === 'all') return yes
  if (reach === 'none') return no
  const isAlone = (reach === 'own' || viewer.groupId === null) && !viewer.standsInFor?.length
  if (isAlone) return sql<boolean>`${responsible} = ${viewer.userId}`
  return sql<boolean>`${responsible} in (select u.id from users u where u.account_id = ${viewer.accountId}
    and ${isOneOf(viewer, reach, 'u')})`
}

/**
 * The people, rows of `users` under this alias, whose things a reach of less than all takes in: oneself, those one stands in
 * for while they are away, the own group. Few are asked for by name: a list is read person by person, each by his own index.
 * A group is looked up, not kept on each card: it is small, and moving a person rewrites nothing.
 */
export function isOneOf(viewer: Viewer, reach: Reach, alias: string): Condition {
  if (reach === 'none') return no
  const user = sql.ref(alias)
  const ways = [sql`${user}.id = ${viewer.userId}`]
  if (viewer.standsInFor?.length) {
    ways.push(sql`(${user}.id = any(${[...viewer.standsInFor]}::bigint[]) and ${user}.substitute_id = ${viewer.userId}
      and ${user}.away_until > now())`)
  }
  if (reach === 'group' && viewer.groupId !== null) ways.push(sql`${user}.group_id = ${viewer.groupId}`)
  return sql<boolean>`(${sql.join(ways, sql` or `)})`
}

function takesPart(viewer: Viewer, cardKind: RawBuilder<unknown>, cardId: RawBuilder<unknown>): Condition {
  if (viewer.countsParticipation === false) return no
  return sql<boolean>`exists (select from participants p where p.account_id = ${viewer.accountId}
    and p.card_kind = ${cardKind} and p.card_id = ${cardId}
    and ((p.principal_kind = 'user' and p.principal_id = ${viewer.userId})
      or (p.principal_kind = 'group' and p.principal_id = ${viewer.groupId} and not exists (
        select from participant_leaves w where w.account_id = p.account_id and w.card_kind = p.card_kind
          and w.card_id = p.card_id and w.user_id = ${viewer.userId}))))`
}
