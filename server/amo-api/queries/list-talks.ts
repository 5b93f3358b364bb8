import { sql, type RawBuilder } from 'kysely'
import type { CardKind } from '#contract/common'
import { seesConversation, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { pageClauses, toPage, type Found, type Page } from '../page.ts'
import { unix } from '../unix.ts'
import { cardsTakenPartIn, incomingStages, peopleSeenBy, seesAll } from './limited-road.ts'

export type TalkRow = {
  talk_id: number
  created_at: number
  updated_at: number
  rate: number | null
  missed_at: number | null
  contact_id: number
  chat_id: string
  card_kind: CardKind | null
  card_id: number | null
  status: string
  is_in_work: boolean
  is_read: boolean
  origin: string
  source_id: number
}

export const isInWork = sql`v.closed_at is null`

/** One page of the conversations the viewer may see. */
export async function listTalks(
  db: Read,
  viewer: Viewer,
  page: Page,
  asked: readonly RawBuilder<unknown>[],
): Promise<Found<TalkRow>> {
  const clauses = pageClauses(page)
  const wanted = sql.join([seen(viewer), ...asked, ...clauses.conditions], sql` and `)
  const found = sql`select v.*, ${clauses.place} as place, row_number() over (order by ${clauses.orderBy}) as ord
    from (${sourceOf(viewer, asked, wanted)}) v order by ${clauses.orderBy} ${clauses.limit}`
  return toPage(await select(db, found), page)
}

/** The conversations that are wanted, by the road that passes the fewest others. */
function sourceOf(
  viewer: Viewer,
  asked: readonly RawBuilder<unknown>[],
  wanted: RawBuilder<unknown>,
): RawBuilder<unknown> {
  // The open ones are gathered first (that is what `offset 0` does): walked in the order of their numbers, all closed ones
  // would be read on the way, and they only become more.
  if (asked.length === 1 && asked[0] === isInWork) {
    return sql`select * from (select * from conversations where account_id = ${viewer.accountId} and closed_at is null
      offset 0) v where ${wanted}`
  }
  if (asked.length > 0 || seesAll(viewer, 'deals') || seesAll(viewer, 'contacts')) {
    return sql`select * from conversations v where ${wanted}`
  }
  const ofCard = sql`v.account_id = ${viewer.accountId} and v.card_kind = c.card_kind and v.card_id = c.card_id`
  // Most conversations are on deals: who sees all customers is still served faster by theirs.
  const ofCustomers = seesAll(viewer, 'customers')
    ? sql`true`
    : sql`responsible_user_id in (${peopleSeenBy(viewer, 'customers')})`
  return sql`
    select v.* from (${cardsTakenPartIn(viewer)}) c join conversations v on ${ofCard} where ${wanted}
    union select v.* from (select 'deal' as card_kind, id as card_id from deals where account_id = ${viewer.accountId}
        and deleted_at is null and responsible_user_id in (${peopleSeenBy(viewer, 'deals')})) c
      join conversations v on ${ofCard} where ${wanted}
    union select v.* from (select 'deal' as card_kind, d.id as card_id from (${incomingStages(viewer)}) lead
        cross join lateral (select d.id from deals d where d.account_id = ${viewer.accountId}
          and d.pipeline_id = lead.pipeline_id and d.stage_id = lead.id offset 0) d) c
      join conversations v on ${ofCard} where ${wanted}
    union select v.* from (select 'customer' as card_kind, id as card_id from customers
        where account_id = ${viewer.accountId} and deleted_at is null and ${ofCustomers}) c
      join conversations v on ${ofCard} where ${wanted}
    union select v.* from contacts k join contacts kin on kin.account_id = k.account_id and kin.root_id = k.id
      join conversations v on v.account_id = kin.account_id and v.contact_id = kin.id
      where k.account_id = ${viewer.accountId} and k.deleted_at is null
        and k.responsible_user_id in (${peopleSeenBy(viewer, 'contacts')}) and ${wanted}`
}

/** One conversation; null when the viewer may not see it. */
export async function findTalk(db: Read, viewer: Viewer, number: number): Promise<TalkRow | null> {
  const found = sql`select v.*, '' as place, 1 as ord from conversations v where v.number = ${number} and ${seen(viewer)}`
  return (await select(db, found))[0] ?? null
}

/** Whether the viewer may see a conversation; one that is not there may not be seen. */
export async function canSeeTalk(db: Read, viewer: Viewer, number: number): Promise<boolean> {
  const { rows } =
    await sql`select from conversations v where v.number = ${number} and ${seen(viewer)}`.execute(db)
  return rows.length > 0
}

function seen(viewer: Viewer): RawBuilder<unknown> {
  return sql`v.account_id = ${viewer.accountId} and ${seesConversation(viewer, 'v')}`
}

async function select(db: Read, found: RawBuilder<unknown>): Promise<(TalkRow & { place: string })[]> {
  const { rows } = await sql<TalkRow & { place: string }>`
    select v.number as talk_id, ${unix(sql`v.opened_at`)} as created_at,
      ${unix(sql`greatest(v.opened_at, v.last_message_at, v.closed_at, v.read_at)`)} as updated_at, v.rate,
      ${unix(sql`v.missed_at`)} as missed_at,
      own.root_id as contact_id, v.chat_id, v.card_kind, v.card_id, v.status, v.closed_at is null as is_in_work,
      v.read_at is not null as is_read, h.kind as origin, v.channel_id as source_id, v.place
    from (${found}) v
    join channels h on h.account_id = v.account_id and h.id = v.channel_id
    join contacts own on own.account_id = v.account_id and own.id = v.contact_id
    order by v.ord`.execute(db)
  return rows
}
