import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import { isBeingSent, keepEarly } from './early-receipts.ts'
import { tellStates, type MovedMessage } from './message-state.ts'

export type Receipt = {
  chatId: string
  state: 'delivered' | 'read'
  upTo: string | null
  externalId: string | null
}

type Named = Receipt & { externalId: string }

/**
 * Receipts of a messenger: the part that each names, or all up to one, are delivered or read. Receipts come in any order and
 * repeat, and before the answer to our call: a state never goes back, and none is lost.
 */
export async function moveDeliveries(tx: Tx, accountId: number, receipts: readonly Receipt[]): Promise<void> {
  const moved: MovedMessage[] = []
  for (const { chatId, state, upTo } of receipts)
    if (upTo !== null) moved.push(...(await moveUpTo(tx, accountId, chatId, state, upTo)))
  const named = receipts.filter((receipt): receipt is Named => receipt.externalId !== null)
  const found = await moveNamed(tx, accountId, named)
  moved.push(...found)
  const isFound = new Set(found.map(keyOf))
  for (const receipt of named.filter((one) => !isFound.has(keyOf(one)))) {
    // Whoever holds the part that is on its way decides: its answer is kept before this look, or finds what is kept now.
    if (!(await isBeingSent(tx, accountId, receipt.chatId))) continue
    const late = await moveNamed(tx, accountId, [receipt])
    moved.push(...late)
    const { chatId, externalId, state } = receipt
    if (late.length === 0) await keepEarly(tx, { accountId, chatId, externalId, state, code: null })
  }
  await tellStates(tx, accountId, moved)
}

const keyOf = ({ chatId, externalId }: { chatId: string; externalId: string }): string =>
  `${chatId} ${externalId}`

/** A part we were unsure of has surely arrived when its own id is told. Of several receipts of a part the farthest counts. */
async function moveNamed(
  tx: Tx,
  accountId: number,
  receipts: readonly Named[],
): Promise<(MovedMessage & { externalId: string })[]> {
  if (receipts.length === 0) return []
  const { rows } = await sql<MovedMessage & { externalId: string }>`
    update message_parts p set state = r.state, fail_code = null
    from (
      select chat_id, external_id, case when bool_or(state = 'read') then 'read' else 'delivered' end as state
      from unnest(${receipts.map((one) => one.chatId)}::uuid[], ${receipts.map((one) => one.externalId)}::text[],
        ${receipts.map((one) => one.state)}::text[]) r(chat_id, external_id, state) group by 1, 2
    ) r, messages m
    where p.account_id = ${accountId} and p.chat_id = r.chat_id and p.external_id = r.external_id
      and (p.state in ('uncertain', 'sent') or (p.state = 'delivered' and r.state = 'read'))
      and m.account_id = p.account_id and m.id = p.message_id and m.direction = 'out'
    returning p.message_id as "messageId", p.chat_id as "chatId", m.number, p.external_id as "externalId"`.execute(
    tx,
  )
  return rows
}

async function moveUpTo(
  tx: Tx,
  accountId: number,
  chatId: string,
  state: Receipt['state'],
  upTo: string,
): Promise<MovedMessage[]> {
  const { rows } = await sql<MovedMessage>`
    update message_parts p set state = ${state}, fail_code = null from messages m
    where p.account_id = ${accountId} and p.chat_id = ${chatId} and p.state in ('sent', 'delivered')
      and (p.state = 'sent' or ${state}::text = 'read')
      and m.account_id = p.account_id and m.id = p.message_id and m.direction = 'out'
      and (m.placed_at, m.external_seq, m.id) <= (
        select u.placed_at, u.external_seq, u.id from message_parts q
        join messages u on u.account_id = q.account_id and u.id = q.message_id
        where q.account_id = ${accountId} and q.chat_id = ${chatId} and q.external_id = ${upTo})
    returning p.message_id as "messageId", p.chat_id as "chatId", m.number`.execute(tx)
  return rows
}
