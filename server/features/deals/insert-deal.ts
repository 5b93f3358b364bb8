import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import type { StagePlace } from './find-stage.ts'

export type NewDeal = {
  accountId: number
  place: StagePlace
  name: string
  budget: number | null
  responsibleUserId: number | null
  /** Its main contact: the surviving one when contacts were merged. */
  contactId: number | null
  sourceChannelId: number | null
  now: Date
}

/** Writes a deal with its main contact. @returns its id. */
export async function insertDeal(tx: Tx, deal: NewDeal): Promise<number> {
  const { accountId, place, now } = deal
  const { rows } = await sql<{ id: number }>`
    with d as (
      insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, budget, responsible_user_id, main_contact_id,
        source_channel_id, stage_since, closed_at, created_at, updated_at)
      select ${accountId}, n, n, ${place.pipelineId}, ${place.stageId}, ${deal.name}, ${deal.budget}::numeric,
        ${deal.responsibleUserId}, ${deal.contactId}, ${deal.sourceChannelId}, ${now}, ${closedAt(place, now)}::timestamptz, ${now}, ${now}
      from nextval('deal_ids') n
      returning account_id, id, main_contact_id
    ), linked as (
      insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main, added_at)
      select account_id, 'deal', id, main_contact_id, true, ${now} from d where main_contact_id is not null
    )
    select id from d`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('A deal was not written')
  return id
}

/** Won and lost deals are over since they came there. */
export function closedAt(place: StagePlace, now: Date): Date | null {
  return place.kind === 'won' || place.kind === 'lost' ? now : null
}
