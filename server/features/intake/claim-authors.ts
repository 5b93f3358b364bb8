import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import type { Arrival } from './arrival.ts'

type Author = { channelId: number; operatorId: string }

/** The key under which an author outside is found. */
export function authorKey({ channelId, operatorId }: Author): string {
  return `${channelId}:${operatorId}`
}

/** Who wrote in the messenger itself, by key, each made when he is first seen; nobody is asked for when nobody did. */
export async function claimAuthors(
  tx: Tx,
  accountId: number,
  arrivals: Arrival[],
): Promise<Map<string, number>> {
  const wanted = arrivals.flatMap(({ channelId, arrivedAt, item }) =>
    item.kind === 'outside' && item.operatorId !== null
      ? [{ channelId, operatorId: item.operatorId, at: arrivedAt.toISOString() }]
      : [],
  )
  if (wanted.length === 0) return new Map()
  const given = sql`jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
    r("channelId" bigint, "operatorId" text, at timestamptz)`
  const read = async (): Promise<(Author & { id: number })[]> => {
    const { rows } = await sql<Author & { id: number }>`
      select a.id, a.channel_id as "channelId", a.external_id as "operatorId" from outside_authors a
      where a.account_id = ${accountId} and (a.channel_id, a.external_id) in (select "channelId", "operatorId" from ${given})`.execute(
      tx,
    )
    return rows
  }
  let known = await read()
  const isKnown = new Set(known.map(authorKey))
  if (!wanted.every((author) => isKnown.has(authorKey(author)))) {
    await sql`insert into outside_authors (account_id, channel_id, external_id, seen_at)
      select ${accountId}, "channelId", "operatorId", min(at) from ${given} group by 2, 3 order by 2, 3
      on conflict (account_id, channel_id, external_id) do nothing`.execute(tx)
    known = await read()
  }
  return new Map(known.map((author) => [authorKey(author), author.id]))
}
