import { sql } from 'kysely'
import { failCode, type FailCode } from '#contract/messages'
import type { Db, Tx } from '#lib/db'
import { failPart, type PartRef } from './fail-part.ts'

type Fate = { state: 'delivered' | 'read' | 'failed'; code: FailCode | null }

/** Whether a part of the chat is with its messenger right now; waits for whoever is keeping the answer. */
export async function isBeingSent(tx: Tx, accountId: number, chatId: string): Promise<boolean> {
  const { rows } = await sql`select from outbox where account_id = ${accountId} and chat_id = ${chatId}
    and sending_message_id is not null for update`.execute(tx)
  return rows.length > 0
}

/** Keeps what was told of a message whose id is not known yet. The farthest that was told counts. */
export async function keepEarly(
  tx: Tx,
  early: Fate & { accountId: number; chatId: string; externalId: string },
): Promise<void> {
  const { accountId, chatId, externalId, state, code } = early
  await sql`
    insert into early_receipts as e (account_id, chat_id, external_id, state, fail_code)
    values (${accountId}, ${chatId}, ${externalId}, ${state}, ${code})
    on conflict (account_id, chat_id, external_id) do update set state = excluded.state, fail_code = excluded.fail_code
      where e.state <> 'read' and (e.state <> 'failed' or excluded.state = 'read')`.execute(tx)
}

/** Applies what the messenger told of a part before its answer to our call was kept. Call it after the id stands. */
export async function applyEarly(tx: Tx, part: PartRef, externalId: string, now: Date): Promise<void> {
  const { accountId, chatId, messageId, position } = part
  const { rows } = await sql<{ state: Fate['state']; code: string | null }>`
    delete from early_receipts where account_id = ${accountId} and chat_id = ${chatId} and external_id = ${externalId}
    returning state, fail_code as code`.execute(tx)
  const [early] = rows
  if (!early) return
  if (early.state === 'failed') return failPart(tx, part, failCode.catch('refused').parse(early.code), now)
  await sql`update message_parts set state = ${early.state} where account_id = ${accountId} and message_id = ${messageId}
    and position = ${position} and state = 'sent'`.execute(tx)
}

/** What no answer came for: nobody will ask for it any more. */
export async function sweepEarly(db: Db, now: Date): Promise<void> {
  await sql`delete from early_receipts where at < ${new Date(now.getTime() - 24 * 60 * 60 * 1000)}`.execute(
    db,
  )
}
