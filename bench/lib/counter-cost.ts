import type pg from 'pg'
import { arrivalOf, type Arrival } from '../../server/features/intake/arrival.ts'
import { takeHot } from '../../server/features/intake/hot-path.ts'
import { readLimits } from '../../server/features/response-time/index.ts'
import type { Database } from '../../server/lib/db.ts'
import { median } from './slices.ts'

const width = 16
const rounds = 120

/**
 * What exact counters add to a batch of incoming messages in the worst case, when each of them makes its conversation unread and
 * waiting: the real statement in turn with the same one without its counters. 0.1 is 10 % more.
 */
export async function counterCost(
  database: Database,
  channel: { accountId: number; channelId: number },
): Promise<number> {
  const { pool } = database
  const { accountId } = channel
  const { rows: chats } = await pool.query<{ chat: string; name: string; number: number }>(
    `select c.external_chat_id as chat, c.person_name as name, v.number from conversations v
     join chats c on c.account_id = v.account_id and c.id = v.chat_id
     where v.account_id = $1 and v.closed_at is null order by v.last_message_at desc limit $2`,
    [accountId, width],
  )
  const numbers = chats.map((chat) => chat.number)
  let lastId = Date.now()
  const batch = (): Arrival[] =>
    chats.map(({ chat, name }) => {
      lastId += 1
      const item = {
        kind: 'message',
        chat,
        externalId: `bench-${lastId}`,
        sequence: lastId,
        at: new Date(),
        person: { scope: 'messenger', externalId: chat, name, handle: null, language: null },
        content: { text: 'Добрый день', entities: [], attachments: [], unsupported: null },
        albumKey: null,
        replyTo: null,
        forwardedFrom: null,
        source: null,
        ownPhone: null,
      } as const
      return arrivalOf(
        { accountId, id: channel.channelId, kind: 'telegram' },
        { ...item, content: { ...item.content, entities: [], attachments: [] } },
        new Date(),
      )
    })
  const limits = await readLimits(database.db, accountId)
  const bare = withoutCounters(pool)
  const times = { real: [] as number[], bare: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, through] of [
      ['real', pool],
      ['bare', bare],
    ] as const) {
      await pool.query(
        `update conversations set read_at = now(), unread = 0, waiting_since = null where account_id = $1 and number = any($2::bigint[])`,
        [accountId, numbers],
      )
      const arrivals = batch()
      const from = performance.now()
      const taken = await takeHot(through, accountId, arrivals, limits)
      if (taken.size !== width) throw new Error(`Only ${taken.size} of ${width} messages took the short road`)
      if (round >= 10) times[name].push(performance.now() - from)
    }
  }
  return median(times.real) / median(times.bare) - 1
}

/** The same pool, but for what the statement counts. */
function withoutCounters(pool: pg.Pool): pg.Pool {
  const cut = (text: string): string =>
    text.replace(/card_counts as \([\s\S]*?\n\), cell_counts as \([\s\S]*?\n\), /, '')
  return new Proxy(pool, {
    get(target, key) {
      if (key !== 'query') return Reflect.get(target, key)
      return (config: pg.QueryConfig) => {
        const text = cut(config.text)
        if (text === config.text) throw new Error('The statement has no counters to leave out')
        return target.query({ ...config, name: 'intake-without-counters', text })
      }
    },
  })
}
