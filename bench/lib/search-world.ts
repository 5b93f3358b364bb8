import type { Database } from '../../server/lib/db.ts'
import { withoutIndexes } from './without-indexes.ts'

const perConversation = 20
const colleagues = 50
const portion = 5000
const tables = ['contacts', 'deals', 'chats', 'conversations', 'messages']

export type SearchWorld = {
  /** Words by how common they are, the commonest first. */
  words: string[]
}

/**
 * Messages of Russian and English words, made of syllables with the endings of both languages, as common as words are (Zipf);
 * always the same ones. Conversations of 20, each with a contact and a deal, shared by 50 colleagues; one message a minute.
 */
export async function growSearchWorld(
  database: Database,
  accountId: number,
  channelId: number,
  messages: number,
): Promise<SearchWorld> {
  const { pool } = database
  const random = seeded(7)
  const words = makeWords(20_000, random)
  const pick = zipf(words.length, random)
  const conversations = Math.ceil(messages / perConversation)
  const writeBodies = async (from: number): Promise<void> => {
    const count = Math.min(portion, messages - from)
    const bodies = Array.from({ length: count }, () =>
      Array.from({ length: 4 + Math.floor(random() * 12) }, () => words[pick()]).join(' '),
    )
    await pool.query(messagesSql, [accountId, from, bodies, conversations, messages])
  }
  await withoutIndexes(pool, tables, async () => {
    await pool.query(conversationsSql, [accountId, channelId, conversations])
    for (let from = 0; from < messages; from += portion) await writeBodies(from)
  })
  await pool.query('vacuum analyze')
  return { words }
}

const conversationsSql = `with n as (select i, nextval('contact_ids') as contact, nextval('deal_ids') as deal from generate_series(1, $3::int) i),
     s as (select pipeline_id, id from stages where account_id = $1 and kind = 'normal'
       and pipeline_id in (select id from pipelines where account_id = $1 and kind = 'deal') order by position limit 1),
     k as (insert into contacts (account_id, id, root_id, name, name_source, responsible_user_id)
       select $1, contact, contact, 'Клиент ' || i, 'user', 1 + i % ${colleagues} from n returning id),
     d as (insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id)
       select $1, deal, deal, s.pipeline_id, s.id, 'Сделка ' || i, 1 + i % ${colleagues}, contact from n cross join s returning id),
     c as (insert into chats (account_id, id, channel_id, external_chat_id, contact_id, person_name)
       select $1, ('01900000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, $2, 'search' || i, contact, 'Клиент' from n returning id)
     insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
       opened_way, status, closed_at, read_at, last_message_at, responsible_user_id, contact_responsible_user_id)
     select $1, i, ('01900000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, $2, contact, 'deal', deal, now(), 'client', 'in', 'closed',
       now(), now(), now(), 1 + i % ${colleagues}, 1 + i % ${colleagues}
     from n where (select count(*) from k) + (select count(*) from d) + (select count(*) from c) > 0`

const messagesSql = `insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, received_at)
       select $1, ('01900000-0000-7000-9000-' || lpad((i + $2)::text, 12, '0'))::uuid,
         ('01900000-0000-7000-8000-' || lpad(v.number::text, 12, '0'))::uuid, v.number, 'in', 'text', 'client', body, t.at, t.at
       from unnest($3::text[]) with ordinality b(body, i)
       cross join lateral (select 1 + (i + $2) * 7919 % $4::bigint as number, now() - ($5::bigint - i - $2) * interval '1 minute' as at) t
       cross join lateral (select t.number) v`

/** The same numbers at every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const languages = [
  {
    syllables: 'за пере под вы до ко ло ма ру си то ва не пи ле ро да гу ме ши ча ку бе но'.split(' '),
    endings: ['', 'а', 'ы', 'ом', 'ами', 'ет', 'ать', 'ила'],
  },
  {
    syllables: 'ta re con pro mi la do ver si po ne ra tu ca fi lo be gen ar is'.split(' '),
    endings: ['', 's', 'ed', 'ing', 'er', 'ly'],
  },
] as const

function makeWords(count: number, random: () => number): string[] {
  const found = new Set<string>()
  const one = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  while (found.size < count) {
    const language = languages[random() < 0.8 ? 0 : 1]
    const stem = Array.from({ length: 2 + Math.floor(random() * 3) }, () => one(language.syllables)).join('')
    found.add(`${stem}${one(language.endings)}`)
  }
  return [...found]
}

function zipf(count: number, random: () => number): () => number {
  const sums: number[] = []
  let sum = 0
  for (let rank = 1; rank <= count; rank += 1) sums.push((sum += 1 / rank))
  return () => {
    const wanted = random() * sum
    let [low, high] = [0, count - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}
