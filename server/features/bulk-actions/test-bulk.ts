import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { BulkAction, BulkChange } from '#contract/bulk-actions'
import type { Database, Db } from '#lib/db'
import type { TestCrm } from '../deals/test-crm.ts'

/** Begins an action of somebody by the contract. */
export async function start(
  crm: TestCrm,
  change: BulkChange,
  target: { numbers: number[] } | { filter: object },
  userId = crm.adminId,
  id: string = randomUUID(),
): Promise<BulkAction> {
  const reply = await crm.call(userId, 'POST', '/bulk-actions', { id, change, target })
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body as BulkAction
}

/** The author's actions as all his windows show them. */
export async function shown(crm: TestCrm, userId = crm.adminId): Promise<BulkAction[]> {
  return ((await crm.call(userId, 'GET', '/bulk-actions')).body as { items: BulkAction[] }).items
}

export async function shownOne(
  crm: TestCrm,
  id: string,
  userId = crm.adminId,
): Promise<BulkAction | undefined> {
  return (await shown(crm, userId)).find((action) => action.id === id)
}

export async function leftOf(crm: TestCrm, id: string, userId = crm.adminId): Promise<unknown> {
  const reply = await crm.call(userId, 'GET', `/bulk-actions/${id}/left`)
  return (reply.body as { items: unknown }).items
}

/** Events of conversations of the account: how often each happened, by whom and by which road. */
export async function eventsOf(db: Db, accountId: number, type: string): Promise<unknown[]> {
  const { rows } = await sql`select number, actor_kind as kind, actor_id as "userId", road from events
    where account_id = ${accountId} and type = ${type} order by number`.execute(db)
  return rows
}

/** Clients that have written once, each with a chat, an open conversation and a deal; by plain SQL, as many as a large account has. */
export async function addWaiting(
  { db }: Database,
  { accountId, channelId }: TestCrm,
  count: number,
): Promise<void> {
  await sql`insert into contacts (account_id, id, root_id, name, name_source)
    select ${accountId}, 1000000 + i, 1000000 + i, 'Клиент ' || i, 'messenger' from generate_series(1, ${count}::int) i`.execute(
    db,
  )
  await sql`insert into contact_identities (account_id, kind, scope, external_id, contact_id)
    select ${accountId}, 'telegram', '', 'w' || i, 1000000 + i from generate_series(1, ${count}::int) i`.execute(
    db,
  )
  await sql`insert into chats (account_id, id, channel_id, external_chat_id, contact_id, person_name, open_number)
    select ${accountId}, ('01900000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, ${channelId}, 'w' || i, 1000000 + i,
      'Клиент ' || i, i from generate_series(1, ${count}::int) i`.execute(db)
  await sql`insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, main_contact_id, conversations, unread_conversations)
    select ${accountId}, 1000000 + i, 1000000 + i, s.pipeline_id, s.id, 'Сделка ' || i, 1000000 + i, 1, 1
    from generate_series(1, ${count}::int) i cross join (
      select s.pipeline_id, s.id from stages s join pipelines p on p.account_id = s.account_id and p.id = s.pipeline_id and p.kind = 'deal'
      where s.account_id = ${accountId} and s.kind = 'normal' order by s.position limit 1) s`.execute(db)
  await sql`insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main, added_at)
    select ${accountId}, 'deal', 1000000 + i, 1000000 + i, true, now() from generate_series(1, ${count}::int) i`.execute(
    db,
  )
  await sql`insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, actor_id, body, placed_at, received_at)
    select ${accountId}, ('01900000-0000-7000-9000-' || lpad(i::text, 12, '0'))::uuid,
      ('01900000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, i, 'in', 'text', 'client', 1000000 + i, 'Здравствуйте',
      now() - interval '1 hour', now() - interval '1 hour' from generate_series(1, ${count}::int) i`.execute(
    db,
  )
  await sql`insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
      opened_way, unread, waiting_since, last_message_id, last_incoming_id, last_message_at)
    select ${accountId}, m.number, m.chat_id, ${channelId}, m.actor_id, 'deal', m.actor_id, m.placed_at, 'client', 'in', 1, m.placed_at,
      m.id, m.id, m.placed_at from messages m where m.account_id = ${accountId}`.execute(db)
  await sql`update account_counters set value = ${count} where account_id = ${accountId}`.execute(db)
  await sql`insert into inbox_counts (account_id, card_kind, responsible_user_id, contact_responsible_user_id, open, unread, unanswered)
    values (${accountId}, 'deal', 0, 0, ${count}, ${count}, ${count})`.execute(db)
  await sql`analyze`.execute(db)
}
