import { uuidv7 } from '#lib/crypto'
import type { Database } from '#lib/db'
import type { Client } from './messenger-clients.ts'
import type { Receivers } from './receivers.ts'

/** Where the product keeps a client's chat. */
export type Place = { chatId: string; channelId: number; number: number }

/** Every client writes once. @returns the chats this made. */
export async function openChats({ product, clients, limited }: Receivers): Promise<Map<Client, Place>> {
  const everybody = [limited, ...clients]
  for (const client of everybody) await client.write(`From ${client.name}`)
  for (;;) {
    const { rows } = await product.database.pool.query<Place & { body: string }>(
      `select m.body, c.id as "chatId", c.channel_id as "channelId", m.number from messages m
        join chats c on c.account_id = m.account_id and c.id = m.chat_id where m.account_id = $1 and m.direction = 'in'`,
      [product.accountId],
    )
    const places = new Map(rows.map(({ body, ...place }) => [body, place]))
    const found = everybody.flatMap((client) => {
      const place = places.get(`From ${client.name}`)
      return place ? [[client, place] as const] : []
    })
    if (found.length === everybody.length) return new Map(found)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Texts for each client, in the order in which they have to arrive. */
export type Texts = Map<Client, string[]>

let lastText = 0

export function textsFor(clients: readonly Client[], each: number): Texts {
  const text = (): string => `Ваш заказ № ${(lastText += 1)} собран, курьер приедет завтра после обеда`
  return new Map(clients.map((client) => [client, Array.from({ length: each }, text)]))
}

/** Queues them as a colleague's messages are left by the product's own sending, but due in a day: nothing leaves yet. */
export async function queueTexts(
  { pool }: Database,
  accountId: number,
  places: ReadonlyMap<Client, Place>,
  texts: Texts,
): Promise<void> {
  const now = Date.now()
  const rows = [...texts].flatMap(([client, list]) => {
    const place = places.get(client)
    if (!place) throw new Error('This client has no chat')
    return list.map((text, index) => ({ ...place, text, id: uuidv7(), at: new Date(now + index) }))
  })
  await pool.query(
    `with t as materialized (
      select * from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::timestamptz[])
        as t(id, chat_id, channel_id, number, text, at)
    ), new_messages as (
      insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, actor_id, body, placed_at, received_at, state)
      select $1, id, chat_id, number, 'out', 'text', 'user', 1, text, at, at, 'queued' from t
    ), new_parts as (
      insert into message_parts (account_id, message_id, position, chat_id, channel_id, sent_text, state, placed_at, give_up_at, send_id)
      select $1, id, 0, chat_id, channel_id, text, 'queued', at, at + interval '2 hours', nextval('send_ids') from t
    )
    insert into outbox (account_id, chat_id, channel_id, due_at)
    select distinct $1::bigint, chat_id, channel_id, now() + interval '1 day' from t`,
    [
      accountId,
      rows.map((row) => row.id),
      rows.map((row) => row.chatId),
      rows.map((row) => row.channelId),
      rows.map((row) => row.number),
      rows.map((row) => row.text),
      rows.map((row) => row.at),
    ],
  )
}

/**
 * Lets go what is queued and waits until these clients have got all of theirs and the product has written down that it left.
 * Throws when something arrived twice or in another order, or comes from nowhere. @returns how many seconds it took.
 */
export async function deliver(
  { product, take }: Receivers,
  places: ReadonlyMap<Client, Place>,
  texts: Texts,
): Promise<number> {
  const { pool } = product.database
  const missing = new Map([...texts].map(([client, list]) => [client, list.values()]))
  const chatIds = [...texts.keys()].flatMap((client) => places.get(client)?.chatId ?? [])
  let left = [...texts.values()].flat().length
  take()
  const from = performance.now()
  await pool.query(
    `with due as (update outbox set due_at = now() where account_id = $1 returning chat_id)
      insert into changes (account_id, topic, chat_id) select $1, 'message.queued', chat_id from due`,
    [product.accountId],
  )
  await pool.query('notify beseda_changes')
  while (left > 0) {
    await pause()
    for (const { client, text } of take()) {
      const next = missing.get(client)?.next()
      if (next?.value !== text) throw new Error(`${client.name} got "${text}" instead of "${next?.value}"`)
      left -= 1
    }
  }
  for (;;) {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from message_parts where account_id = $1 and chat_id = any($2::uuid[])
        and state = 'queued'`,
      [product.accountId, chatIds],
    )
    if (rows[0]?.n === 0) break
    await pause()
  }
  return (performance.now() - from) / 1000
}

/** Nothing more may come after everybody has got everything. */
export function assertNothingMore({ take }: Receivers): void {
  const [more] = take()
  if (more) throw new Error(`${more.client.name} got "${more.text}" a second time`)
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2))
