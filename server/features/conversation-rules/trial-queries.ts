import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import { seesContact, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import type { KnownCard } from './contact-cards.ts'
import type { DealToMake } from './decide-card.ts'

/** The root of a contact that the viewer may see. */
export async function findSeenContact(db: Read, viewer: Viewer, contactId: number): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select k.id from contacts asked join contacts k on k.account_id = asked.account_id and k.id = asked.root_id
    where asked.account_id = ${viewer.accountId} and asked.id = ${contactId} and asked.deleted_at is null
      and ${seesContact(viewer, 'k')}`.execute(db)
  return rows[0]?.id ?? null
}

export type OpenConversation = {
  number: number
  card: KnownCard | null
  /** We opened it, and the client has not written in it yet. */
  isUnanswered: boolean
}

/** The conversation in which a message of this contact would land, the latest one where he has several chats in the channel. */
export async function findOpenConversation(
  db: Read,
  accountId: number,
  channelId: number,
  contactId: number,
): Promise<OpenConversation | null> {
  const { rows } = await sql<{
    number: number
    kind: CardRef['kind'] | null
    id: number | null
    responsibleUserId: number | null
    isUnanswered: boolean
  }>`
    select v.number, v.card_kind as kind, v.card_id as id, v.responsible_user_id as "responsibleUserId",
      v.opened_way = 'out' and v.last_incoming_id is null as "isUnanswered"
    from contacts kin
    join chats c on c.account_id = kin.account_id and c.contact_id = kin.id and c.channel_id = ${channelId}
    join conversations v on v.account_id = c.account_id and v.number = c.open_number and v.closed_at is null
    where kin.account_id = ${accountId} and kin.root_id = ${contactId}
    order by v.last_message_at desc, v.number desc limit 1`.execute(db)
  const [row] = rows
  if (!row) return null
  const { number, isUnanswered, kind, id, responsibleUserId } = row
  return { number, isUnanswered, card: kind === null || id === null ? null : { kind, id, responsibleUserId } }
}

type Names = { pipeline: string | null; stage: string | null; group: string | null }

export async function findNames(
  db: Read,
  accountId: number,
  { newDeal, groupId }: { newDeal: DealToMake | null; groupId: number | null },
): Promise<Names> {
  const { rows } = await sql<Names>`
    select (select name from pipelines where account_id = ${accountId} and id = ${newDeal?.pipelineId ?? null}) as pipeline,
      (select name from stages where account_id = ${accountId} and pipeline_id = ${newDeal?.pipelineId ?? null}
        and id = ${newDeal?.stageId ?? null}) as stage,
      (select name from groups where account_id = ${accountId} and id = ${groupId}) as "group"`.execute(db)
  const [names] = rows
  return names ?? { pipeline: null, stage: null, group: null }
}
