import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#lib/db'
import type { Office } from './test-offices.ts'

export type InternalThings = {
  /** The chat of colleagues in the deal. */
  internalChatId: string
  /** What the admin wrote in it. */
  internalMessageId: string
  /** A chat of the admin and one colleague beside the cards. */
  groupChatId: string
}

export const noInternal = (): InternalThings => ({
  internalChatId: randomUUID(),
  internalMessageId: randomUUID(),
  groupChatId: randomUUID(),
})

/** The colleague takes part in the deal, in which the admin has written to him; and both are in a chat. */
export async function addInternal(
  db: Db,
  { accountId, admin: { userId }, secret }: Office,
  named: { dealId: number; userId: number },
): Promise<InternalThings> {
  const things = noInternal()
  await sql`
    with c as (
      insert into internal_chats (account_id, id, kind, card_kind, card_id, name, created_by, created_at, last_seq, last_at) values
        (${accountId}, ${things.internalChatId}, 'card', 'deal', ${named.dealId}, null, ${userId}, now(), 1, now()),
        (${accountId}, ${things.groupChatId}, 'group', null, null, ${secret}, ${userId}, now(), 0, now())
      returning account_id, id, kind
    ), members as (
      insert into internal_members (account_id, chat_id, user_id, added_by, at)
      select account_id, id, one, ${userId}, now() from c cross join unnest(${[userId, named.userId]}::bigint[]) as one
      where kind = 'group'
    ), part as (
      insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
      values (${accountId}, 'deal', ${named.dealId}, 'user', ${named.userId}, ${userId})
    )
    insert into internal_messages (account_id, id, chat_id, seq, author_user_id, body, at)
    select account_id, ${things.internalMessageId}, id, 1, ${userId}, ${secret}, now() from c where kind = 'card'`.execute(
    db,
  )
  return things
}
