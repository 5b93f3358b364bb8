import { sql } from 'kysely'
import type { Read } from '#lib/db'

/** The first conversations tell whether a new account has begun to work; an old one need not be searched. */
const firstConversations = 1000

export type ChecklistRow = {
  channel: boolean
  message: boolean
  team: boolean
  answer: boolean
  tryButton: string | null
}

/** A website button without origins is that of our own example shop: every account has it, so it is no channel yet. */
export async function findChecklist(db: Read, accountId: number): Promise<ChecklistRow> {
  const { rows } = await sql<ChecklistRow>`
    select
      exists (
        select from channels
        where account_id = ${accountId} and disconnected_at is null
          and (kind <> 'website' or jsonb_array_length(coalesce(settings -> 'origins', '[]')) > 0)
      ) as channel,
      exists (
        select from conversations
        where account_id = ${accountId} and number <= ${firstConversations} and last_incoming_id is not null
      ) as message,
      (select count(*) > 1 from users where account_id = ${accountId} and status = 'active') as team,
      exists (
        select from conversations
        where account_id = ${accountId} and number <= ${firstConversations} and last_answer_id is not null
      ) as answer,
      (
        select external_id from channels
        where account_id = ${accountId} and kind = 'website' and disconnected_at is null
          and jsonb_array_length(coalesce(settings -> 'origins', '[]')) = 0
        order by id limit 1
      ) as "tryButton"`.execute(db)
  return rows[0] ?? { channel: false, message: false, team: false, answer: false, tryButton: null }
}
