import { sql, type RawBuilder } from 'kysely'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { sliceAt } from './read-query.ts'

/** What some contacts, and colleagues to them, have written with some words, as the index of messages is asked for it. */
export type ContactWords = {
  /** In PostgreSQL's language of words; null: nothing has them. */
  words: string | null
  /** The newest slice, and that of the asked instant. */
  lastSlice: number
  slice: number | null
}

/** Of more contacts than these each message is asked whose it is, instead of the index. */
const mostContacts = 200

/**
 * Every word of a text, in any form or as a part of a word. Null: the index does not know all messages yet. `contacts`: rows of
 * (id). `at`: an instant from which one goes on.
 */
export async function readContactWords(
  db: Read,
  { accountId }: Viewer,
  { text, contacts, at }: { text: string; contacts: RawBuilder<unknown>; at: RawBuilder<unknown> | null },
): Promise<ContactWords | null> {
  const { rows } = await sql<{
    lastSlice: number
    slice: number | null
    isFilled: boolean
    words: string | null
    contactIds: number[] | null
  }>`
    select s.last_slice as "lastSlice", ${at ? sliceAt(accountId, at) : sql`null::bigint`} as slice, s.is_filled as "isFilled",
      search_query(${accountId}, ${text})::text as words,
      (select array_agg(distinct k.id) from (select * from (${contacts}) c limit ${sql.lit(mostContacts + 1)}) k) as "contactIds"
    from search_accounts s where s.account_id = ${accountId}`.execute(db)
  const [row] = rows
  if (!row?.isFilled) return null
  const { lastSlice, slice, contactIds } = row
  return { words: row.words && wordsOf(row.words, contactIds ?? []), lastSlice, slice }
}

function wordsOf(words: string, contactIds: readonly number[]): string | null {
  if (contactIds.length === 0) return null
  if (contactIds.length > mostContacts) return words
  return `(${words}) & (${contactIds.map((id) => `'#k${id}'`).join(' | ')})`
}

/**
 * Rows `z (id, number, at, sequence)` of these messages in the order of chats, one after another away from the asked instant and only
 * as many as are taken: newest first going back, oldest first going on. `beyond` is asked of messages `m`.
 */
export function walkContactWords(
  accountId: number,
  { words, lastSlice, slice }: ContactWords & { words: string },
  { isGoingBack, beyond }: { isGoingBack: boolean; beyond: RawBuilder<unknown> },
): RawBuilder<unknown> {
  const way = sql.raw(isGoingBack ? 'desc' : 'asc')
  const [newest, oldest] = isGoingBack ? [slice ?? lastSlice, 0] : [lastSlice, slice ?? 0]
  const of = (isOfSlice: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select m.id, m.number, m.placed_at as at, m.external_seq as sequence from message_search x
    join messages m on m.account_id = x.account_id and m.id = x.message_id
    where ${isOfSlice} and x.words @@ ${words}::tsquery and x.account_id = ${accountId} and ${beyond}`
  return sql`(select * from search_walk(${accountId}, ${newest}, ${oldest}) with ordinality w(key, is_wide, place)
      order by w.place ${sql.raw(isGoingBack ? 'asc' : 'desc')} offset 0) s
    cross join lateral (
      select * from (${of(sql`not s.is_wide and x.slice = s.key`)} union all ${of(sql`s.is_wide and (x.slice >> 4) = s.key`)}) m
      order by m.at ${way}, m.sequence ${way}, m.id ${way} offset 0
    ) z`
}
