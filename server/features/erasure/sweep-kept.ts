import { sql } from 'kysely'
import type { Retention } from '#contract/retention'
import { readAccountSettings } from '#features/account-settings'
import { deleteUnneeded } from '#features/files'
import { emptyMessages } from '#features/messages'
import { inTransaction, type Db, type Tx } from '#lib/db'

/** How much a transaction clears away, and how many of them an hour has for an account: the next hour goes on. */
const portion = 500
const mostPortions = 200

type Step = (tx: Tx, accountId: number, before: Date, now: Date) => Promise<number>

/** What each kind of data comes to when it was kept long enough. @returns how much of it was found. */
const steps: Record<keyof Retention, Step> = {
  messages: emptyConversations,
  files: deleteFiles,
  internal: emptyInternal,
  events: deleteEvents,
}

/** Clears away what accounts keep no longer (R17): each kind by its own time, in portions, each in a transaction of its own. */
export async function sweepKept(db: Db, now: Date): Promise<void> {
  const { rows } = await sql<{
    id: number
  }>`select id from accounts where settings->'retention' is not null order by id`.execute(db)
  for (const { id } of rows) {
    const { retention } = await readAccountSettings(db, id)
    for (const kind of ['messages', 'files', 'internal', 'events'] as const) {
      const months = retention[kind]
      if (months !== null)
        await clearAway(db, steps[kind], { accountId: id, before: monthsBefore(now, months), now })
    }
  }
}

async function clearAway(
  db: Db,
  step: Step,
  { accountId, before, now }: { accountId: number; before: Date; now: Date },
): Promise<void> {
  for (let done = 0; done < mostPortions; done += 1) {
    const found = await inTransaction(db, (tx) => step(tx, accountId, before, now))
    if (found < portion) return
  }
}

/** The same day of an earlier month, or its last one when it is shorter. */
export function monthsBefore(now: Date, months: number): Date {
  const earlier = new Date(now)
  earlier.setUTCDate(1)
  earlier.setUTCMonth(earlier.getUTCMonth() - months)
  const lastDay = new Date(Date.UTC(earlier.getUTCFullYear(), earlier.getUTCMonth() + 1, 0)).getUTCDate()
  earlier.setUTCDate(Math.min(now.getUTCDate(), lastDay))
  return earlier
}

async function emptyConversations(tx: Tx, accountId: number, before: Date, now: Date): Promise<number> {
  const { rows } = await sql<{ number: number; chatId: string }>`
    select number, chat_id as "chatId" from conversations where account_id = ${accountId} and closed_at < ${before}
      and emptied_at is null order by closed_at limit ${portion} for update skip locked`.execute(tx)
  const numbers = rows.map(({ number }) => number)
  if (numbers.length === 0) return 0
  const messages = await sql<{ id: string }>`select id from messages
    where account_id = ${accountId} and number = any(${numbers}::bigint[])`.execute(tx)
  const ids = messages.rows.map(({ id }) => id)
  const files = await filesOf(tx, accountId, ids)
  await emptyMessages(tx, accountId, ids, now)
  await deleteUnneeded(tx, accountId, files)
  await sql`update conversations set emptied_at = ${now} where account_id = ${accountId} and number = any(${numbers}::bigint[])`.execute(
    tx,
  )
  return numbers.length
}

async function filesOf(tx: Tx, accountId: number, messageIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct file_id as id from attachments
    where account_id = ${accountId} and message_id = any(${[...messageIds]}::uuid[]) and file_id is not null`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

/** The message says that there was a file, and what it was called; the file is gone. */
async function deleteFiles(tx: Tx, accountId: number, before: Date): Promise<number> {
  const { rows } = await sql<{ fileId: string; messageId: string }>`
    with old as materialized (
      select f.id from files f where f.account_id = ${accountId} and f.at < ${before} and exists (
          select from attachments a where a.account_id = f.account_id and a.file_id = f.id)
        and not exists (select from attachments a join messages m on m.account_id = a.account_id and m.id = a.message_id
          where a.account_id = f.account_id and a.file_id = f.id and m.received_at >= ${before})
      order by f.at limit ${portion}
    )
    update attachments a set file_id = null, remote_ref = null, state = 'gone' from old
    where a.account_id = ${accountId} and a.file_id = old.id returning old.id as "fileId", a.message_id as "messageId"`.execute(
    tx,
  )
  const files = [...new Set(rows.map(({ fileId }) => fileId))]
  await deleteUnneeded(tx, accountId, files)
  await sql`insert into changes (account_id, topic, number, chat_id, message_id)
    select account_id, 'message.changed', number, chat_id, id from messages
    where account_id = ${accountId} and id = any(${rows.map(({ messageId }) => messageId)}::uuid[])`.execute(
    tx,
  )
  return files.length
}

async function emptyInternal(tx: Tx, accountId: number, before: Date, now: Date): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update internal_messages set body = '', deleted_at = coalesce(deleted_at, ${now}) where account_id = ${accountId} and id in (
      select id from internal_messages where account_id = ${accountId} and at < ${before} and (body <> '' or deleted_at is null)
      order by at limit ${portion}) returning id`.execute(tx)
  const ids = rows.map(({ id }) => id)
  const files = await sql<{ id: string }>`delete from internal_attachments where account_id = ${accountId}
    and message_id = any(${ids}::uuid[]) returning file_id as id`.execute(tx)
  await sql`delete from internal_revisions where account_id = ${accountId} and message_id = any(${ids}::uuid[])`.execute(
    tx,
  )
  await deleteUnneeded(
    tx,
    accountId,
    files.rows.map(({ id }) => id),
  )
  return ids.length
}

async function deleteEvents(tx: Tx, accountId: number, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from events e using (select at, id from events where account_id = ${accountId} and at < ${before}
      order by at, id limit ${portion}) old
    where e.account_id = ${accountId} and e.at = old.at and e.id = old.id`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
