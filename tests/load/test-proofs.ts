import { sql } from 'kysely'
import { expect } from 'vitest'
import { projections as conversationProjections } from '#features/conversations'
import { projections as messageProjections } from '#features/messages'
import type { Database } from '#lib/db'
import { findWrongProjections } from '#lib/projections'

/** Everything that is kept beside its rows agrees with them. */
export async function expectExactProjections({ pool }: Database): Promise<void> {
  expect(await findWrongProjections(pool, [...conversationProjections, ...messageProjections])).toEqual([])
}

/** Conversations of an account are numbered from 1, each number once. */
export async function expectGaplessNumbers({ db }: Database, accountId: number): Promise<number> {
  const rows = await db
    .selectFrom('conversations')
    .select('number')
    .where('account_id', '=', accountId)
    .orderBy('number')
    .execute()
  const numbers = rows.map((row) => row.number)
  expect(numbers).toEqual(numbers.map((_one, index) => index + 1))
  return numbers.length
}

/** How many parts stand in each state. */
export async function countParts({ db }: Database): Promise<Partial<Record<string, number>>> {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from message_parts where state is not null group by 1`.execute(db)
  return Object.fromEntries(rows.map((row) => [row.state, row.count]))
}

/** Nothing was set aside: neither an update nor a reaction. */
export async function expectNothingSetAside({ db }: Database): Promise<void> {
  const letters = await db.selectFrom('dead_letters').select('error').execute()
  const reactions = await db.selectFrom('failed_reactions').select('error').execute()
  expect([...letters, ...reactions]).toEqual([])
}

/** Each chat's messages of one direction as they stand in the thread, by the messenger's id of the chat. */
export async function listThreads(
  { db }: Database,
  direction: 'in' | 'out',
): Promise<Map<string, { id: string; body: string; state: string | null }[]>> {
  const { rows } = await sql<{ chat: string; id: string; body: string; state: string | null }>`
    select c.external_chat_id as chat, m.id, m.body, m.state from messages m
    join chats c on c.account_id = m.account_id and c.id = m.chat_id where m.direction = ${direction}
    order by m.placed_at, m.external_seq, m.id`.execute(db)
  return Map.groupBy(rows, (row) => row.chat)
}
