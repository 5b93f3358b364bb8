import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import { claimChats, claimQuery } from '../../server/features/outbox/claim-chats.ts'
import { turnSteps } from '../../server/features/outbox/take-turns.ts'
import type { BenchProduct } from './product.ts'
import { growWorld } from './world.ts'

export type BigOutbox = {
  claimMs: number
  turnsMs: number
  /** The same claim when what is due first belongs to a paused channel. */
  pausedClaimMs: number
  /** Whole passes over a table of messages, parts or waiting chats. */
  sequentialScans: number
  /** How PostgreSQL reads the waiting chats. */
  plan: string
}

/** So many chats are claimed. */
export const most = 32

/** Grows the account to so many messages of which `queued` wait, a chat each, and takes the next of them; all is rolled back. */
export async function measureBigOutbox(
  product: BenchProduct,
  size: { messages: number; queued: number },
): Promise<BigOutbox> {
  const { database, accountId, channelId } = product
  // A little more: some of the chats that were there are of other channels.
  await growWorld(database, accountId, channelId, size.queued + 1000)
  await addParts(product, size)
  let result: BigOutbox | null = null
  await database.db
    .transaction()
    .execute(async (tx) => {
      await sql`insert into outbox (account_id, chat_id, channel_id, due_at)
        select account_id, chat_id, channel_id, now() - interval '1 minute' - position * interval '1 ms' from message_parts
        where account_id = ${accountId} and channel_id = ${channelId} and state = 'queued'
        on conflict (account_id, chat_id) do nothing`.execute(tx)
      await sql`analyze outbox`.execute(tx)
      result = await measure(tx, { accountId, channelId })
      throw new RolledBack()
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error
    })
  if (!result) throw new Error('Nothing was measured')
  return result
}

class RolledBack extends Error {}

async function addParts(
  { database, accountId, channelId }: BenchProduct,
  size: { messages: number; queued: number },
): Promise<void> {
  const id = (i: string): string => `('01900000-0000-7000-a000-' || lpad(${i}::text, 12, '0'))::uuid`
  const values = [accountId, channelId, size.messages, size.queued]
  const chats = `select row_number() over (order by c.id) - 1 as place, c.id, v.number from chats c
    join conversations v on v.account_id = c.account_id and v.chat_id = c.id
    where c.account_id = $1 and c.channel_id = $2 order by c.id limit $4`
  await database.pool.query(
    `insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, actor_id, body, placed_at, received_at, state)
      select $1, ${id('i')}, c.id, c.number, 'out', 'text', 'user', 1, 'Ваш заказ собран ' || i, now(), now(),
        case when i < $4 then 'queued' else 'read' end
      from generate_series(0, $3::int - 1) i join (${chats}) c on c.place = i % $4::int`,
    values,
  )
  await database.pool.query(
    `insert into message_parts (account_id, message_id, position, chat_id, channel_id, external_id, sent_text, state, placed_at, give_up_at, send_id)
      select $1, ${id('i')}, 0, c.id, $2, case when i >= $4 then 'b' || i end, 'Ваш заказ собран ' || i,
        case when i < $4 then 'queued' else 'read' end, now(), now() + interval '2 hours', nextval('send_ids')
      from generate_series(0, $3::int - 1) i join (${chats}) c on c.place = i % $4::int`,
    values,
  )
  await database.pool.query('vacuum analyze')
}

type Place = { accountId: number; channelId: number }

async function measure(tx: Tx, { accountId, channelId }: Place): Promise<BigOutbox> {
  const nodeId = randomUUID()
  // The first call plans; a server's statements are planned once a connection.
  await claimChats(tx, nodeId, { most })
  const before = await countScans(tx)
  const [claimMs, chats] = await timed(() => claimChats(tx, nodeId, { most }))
  const turns = chats.map((chat) => ({ chat, sent: null }))
  const [lock, advance] = turnSteps({ accountId, nodeId, now: new Date() }, turns)
  const [turnsMs, parts] = await timed(async () => {
    await lock.execute(tx)
    return (await advance.execute(tx)).rows.filter(({ messageId }) => messageId !== null)
  })
  if (parts.length !== most) throw new Error('Not every chat had its turn')
  const sequentialScans = (await countScans(tx)) - before
  const plan = await explainClaim(tx, nodeId)
  await sql`update channels set paused_at = now(), paused_by = 1 where account_id = ${accountId} and id = ${channelId}`.execute(
    tx,
  )
  const [pausedClaimMs] = await timed(() => claimChats(tx, nodeId, { most }))
  return { claimMs, turnsMs, pausedClaimMs, sequentialScans, plan }
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const from = performance.now()
  const result = await work()
  return [performance.now() - from, result]
}

async function countScans(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(seq_scan), 0)::int as n from pg_stat_xact_user_tables
    where relname in ('messages', 'message_parts', 'outbox', 'chats', 'delivery_attempts')`.execute(tx)
  return rows[0]?.n ?? 0
}

/** The lines of the plan that read the waiting chats. */
async function explainClaim(tx: Tx, nodeId: string): Promise<string> {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${claimQuery(nodeId, { most })}`.execute(tx)
  const reads = rows.map((row) => row['QUERY PLAN'].trim()).filter((line) => / on outbox/.test(line))
  return reads.map((line) => line.replace(/^->\s*/, '').replace(/\s+\(cost.*$/, '')).join('; ')
}
