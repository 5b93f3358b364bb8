import { sql, type RawBuilder } from 'kysely'
import { worstFirst } from '#features/messages'
import { stateOnly } from '#lib/changes'
import { inOneGo, type Database } from '#lib/db'
import type { ClaimedChat } from './claim-chats.ts'
import { inOrder, partColumns, type NextPart } from './next-part.ts'
import { notSending } from './release-chat.ts'

/** A claimed chat wants its next part; `sent` is the one before, which its messenger has just taken. */
export type Turn = { chat: ClaimedChat; sent: { part: NextPart; externalId: string | null } | null }

/**
 * `over`: nothing is left, and the chat has left the outbox. `paused`: somebody has put its channel on hold. `busy`: something else
 * happens in the chat right now. `odd`: not the plain case, nothing was written.
 */
export type Taken = NextPart | 'paused' | 'over' | 'busy' | 'odd'

type At = { accountId: number; nodeId: string; now: Date }

/**
 * The turns of many chats of one account at once: writes down what was accepted and notes what leaves next. It waits for nobody:
 * a chat in which something else happens right now, whose claim is another's by now, or whose part is not simply sent (something
 * was told of it before the answer) is left as it was, for the road that takes chats one by one.
 * @returns what became of each turn.
 */
export async function takeTurns(
  database: Pick<Database, 'db' | 'pool'>,
  at: At,
  turns: readonly Turn[],
): Promise<Taken[]> {
  const [[locks], rows] = await inOneGo(database, ...turnSteps(at, turns))
  const locked = new Set(locks?.ids)
  const taken = new Map<string, Taken>()
  for (const { chatId, isPaused, ...part } of rows) {
    taken.set(chatId, isPaused ? 'paused' : isPart(part) ? part : 'over')
  }
  return turns.map(({ chat: { chatId } }) => taken.get(chatId) ?? (locked.has(chatId) ? 'odd' : 'busy'))
}

/** The two statements of a batch of turns, for one transaction. */
export function turnSteps(at: At, turns: readonly Turn[]): [RawBuilder<{ ids: string[] }>, RawBuilder<Row>] {
  return [lockChats(at.accountId, turns), advance(at, turns)]
}

/** Where the transaction keeps the chats it has locked. */
const lockedChats = 'beseda.locked_chats'

/**
 * Everything that changes a chat locks it first, so that what follows sees all that was announced or told before. In a
 * statement of its own: the next one sees what was committed until now. That one is large, and good for any number of chats
 * with one plan: to plan it anew for every batch would cost more than to run it.
 */
function lockChats(accountId: number, turns: readonly Turn[]): RawBuilder<{ ids: string[] }> {
  return sql`
    select ids, set_config(${lockedChats}, ids::text, true), set_config('plan_cache_mode', 'force_generic_plan', true)
    from (
      select coalesce(array_agg(c.id), '{}') as ids from unnest(${turns.map(({ chat }) => chat.chatId)}::uuid[]) t(chat_id)
      cross join lateral (
        select c.id from chats c where c.account_id = ${accountId} and c.id = t.chat_id limit 1 for no key update skip locked
      ) c
    ) locked`
}

type Row = { chatId: string; isPaused: boolean } & (NextPart | { messageId: null })

function isPart(row: NextPart | { messageId: null }): row is NextPart {
  return row.messageId !== null
}

/**
 * Of the chats that are locked. Look-ups are lateral and limited, so that each is an index probe also while the tables are young. All
 * of it sees the same moment: what is sent here is still queued to whoever looks for the next one. A message says the worst of its
 * parts, with those of this statement as they are going to be. A chat counts only when its own row was written: nothing may leave
 * that is not noted there.
 */
function advance(at: At, turns: readonly Turn[]): RawBuilder<Row> {
  const a = at.accountId
  return sql`
  with i as materialized (
    select t.*, o.place, o.since, o.is_paused
    from unnest(${turns.map(({ chat }) => chat.chatId)}::uuid[], ${turns.map(({ chat }) => chat.claimedAt)}::timestamptz[],
      ${turns.map(({ sent }) => sent?.part.messageId ?? null)}::uuid[], ${turns.map(({ sent }) => sent?.part.position ?? null)}::int[],
      ${turns.map(({ sent }) => sent?.part.attempt ?? null)}::int[], ${turns.map(({ sent }) => sent?.part.number ?? null)}::bigint[],
      ${turns.map(({ sent }) => sent?.externalId ?? null)}::text[])
      with ordinality t(chat_id, claimed_at, message_id, position, attempt, number, external_id, ord)
    cross join lateral (
      select o.ctid as place, o.sending_since as since,
        exists (select from channels h where h.account_id = ${a} and h.id = o.channel_id and h.paused_at is not null) as is_paused
      from outbox o where o.account_id = ${a} and o.chat_id = t.chat_id and o.node_id = ${at.nodeId} and o.claimed_at = t.claimed_at
        and (o.sending_message_id, o.sending_position, o.sending_attempt) is not distinct from (t.message_id, t.position, t.attempt)
      limit 1 for no key update of o skip locked
    ) o
    where t.chat_id = any((select current_setting(${lockedChats})::uuid[])::uuid[])
  ), s as materialized (
    select i.* from i
    cross join lateral (
      select p.state from message_parts p
      where p.account_id = ${a} and p.message_id = i.message_id and p.position = i.position offset 0
    ) p
    where p.state = 'queued' and not exists (
      select from early_receipts e where e.account_id = ${a} and e.chat_id = i.chat_id and e.external_id = i.external_id)
  ), n as materialized (
    select going.*, next.*, coalesce(next."replyTo", case when next.reply_to_id is not null and next.part_position = 0 then (
      select s.external_id from s where s.message_id = next.reply_to_id) end) as reply_to
    from (
      select place, chat_id, is_paused, message_id as last_id, position as last_position from i where i.message_id is null
      union all
      select place, chat_id, is_paused, message_id, position from s
    ) going
    left join lateral (
      select ${partColumns}, m.reply_to_id, p.position as part_position from (
        select * from message_parts p where p.account_id = ${a} and p.chat_id = going.chat_id and p.state = 'queued'
          and (p.message_id, p.position) is distinct from (going.last_id, going.last_position) and not going.is_paused
        ${inOrder} limit 1
      ) p
      cross join lateral (select * from messages m where m.account_id = ${a} and m.id = p.message_id limit 1) m
      cross join lateral (select external_chat_id from chats c where c.account_id = ${a} and c.id = p.chat_id limit 1) c
      cross join lateral (select resumed_at from channels h where h.account_id = ${a} and h.id = p.channel_id limit 1) h
    ) next on true
  ), worst as materialized (
    select w.message_id, min(array_position(${worstFirst}::text[], coalesce(s.state, p.state))) as rank
    from (select distinct message_id from s) w
    cross join lateral (
      select p.position, p.state from message_parts p where p.account_id = ${a} and p.message_id = w.message_id
        and p.state is not null offset 0
    ) p
    left join (select message_id, position, 'sent' as state from s) s on s.message_id = w.message_id and s.position = p.position
    group by 1
  ), sent_parts as (
    update message_parts p set state = 'sent', external_id = s.external_id, fail_code = null, next_try_at = null
    from s where p.account_id = ${a} and p.message_id = s.message_id and p.position = s.position
  ), ended as (
    insert into delivery_attempts (account_id, message_id, position, attempt, node_id, started_at, ended_at, outcome)
    select ${a}, message_id, position, attempt, ${at.nodeId}, since, ${at.now}, 'accepted' from s
  ), told as (
    insert into changes (account_id, topic, number, chat_id, message_id, patch)
    select ${a}, 'message.changed', number, chat_id, message_id, ${JSON.stringify(stateOnly)} from s order by ord
  ), states as (
    update messages m set state = (${worstFirst}::text[])[w.rank] from worst w
    where m.account_id = ${a} and m.id = w.message_id and m.state is distinct from (${worstFirst}::text[])[w.rank]
  ), begun as (
    update outbox o set sending_message_id = n."messageId", sending_position = n.position, sending_attempt = n.attempt,
      sending_since = now()
    from n where o.ctid = n.place and n."messageId" is not null returning o.chat_id
  ), held as (
    update outbox o set ${notSending} from n where o.ctid = n.place and n.is_paused returning o.chat_id
  ), emptied as (
    delete from outbox o using n where o.ctid = n.place and n."messageId" is null and not n.is_paused
    returning o.chat_id
  )
  select n.chat_id as "chatId", is_paused as "isPaused", "messageId", position, number, text, attempt, "sendId",
    "externalChatId", reply_to as "replyTo", "giveUpAt", files, location
  from n join (select * from begun union all select * from held union all select * from emptied) noted on noted.chat_id = n.chat_id`
}
