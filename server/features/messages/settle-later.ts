import { sql } from 'kysely'
import type { FailCode } from '#contract/messages'
import type { Tx } from '#lib/db'
import { isBeingSent, keepEarly } from './early-receipts.ts'
import { failPart } from './fail-part.ts'
import { tellStates } from './message-state.ts'

type Sent = { messageId: string; position: number; number: number | null }

type Where = { accountId: number; chatId: string; channelId: number }
type Failure = { externalId: string; code: FailCode; now: Date }

/**
 * What the messenger had accepted failed afterwards; what the client has got meanwhile stays so. It may be told before the answer
 * to our call is kept.
 */
export async function failAfterwards(tx: Tx, where: Where, failure: Failure): Promise<void> {
  const { accountId, chatId } = where
  if (await failNamed(tx, where, failure)) return
  if (!(await isBeingSent(tx, accountId, chatId)) || (await failNamed(tx, where, failure))) return
  const { externalId, code } = failure
  await keepEarly(tx, { accountId, chatId, externalId, state: 'failed', code })
}

async function failNamed(tx: Tx, where: Where, failure: Failure): Promise<boolean> {
  const { rows } = await sql<Sent>`
    select p.message_id as "messageId", p.position, m.number from message_parts p
    join messages m on m.account_id = p.account_id and m.id = p.message_id
    where p.account_id = ${where.accountId} and p.chat_id = ${where.chatId} and p.external_id = ${failure.externalId}
      and p.state in ('uncertain', 'sent')`.execute(tx)
  for (const part of rows) await failPart(tx, { ...where, ...part }, failure.code, failure.now)
  return rows.length > 0
}

/**
 * The messenger tells one of our own messages back: it surely left, also when no answer came, and has this id. `messageId` and
 * `position` are those of its part.
 */
export async function confirmSent(
  tx: Tx,
  where: { accountId: number; chatId: string },
  echo: { messageId: string; position: number; externalId: string },
): Promise<void> {
  const { rows } = await sql<{ number: number | null }>`
    update message_parts p set external_id = coalesce(p.external_id, ${echo.externalId}), fail_code = null, next_try_at = null,
      state = case when p.state in ('delivered', 'read') then p.state else 'sent' end
    from messages m
    where p.account_id = ${where.accountId} and p.message_id = ${echo.messageId} and p.position = ${echo.position}
      and p.chat_id = ${where.chatId} and (p.external_id is null or p.state not in ('sent', 'delivered', 'read'))
      and m.account_id = p.account_id and m.id = p.message_id
    returning m.number`.execute(tx)
  const moved = rows.map(({ number }) => ({ messageId: echo.messageId, chatId: where.chatId, number }))
  await tellStates(tx, where.accountId, moved)
}
