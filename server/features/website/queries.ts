import { sql } from 'kysely'
import type { Db, Read } from '#lib/db'

/** A website button: the channel behind its public id. */
export type Button = {
  publicId: string
  accountId: number
  channelId: number
  accountLanguage: string
  name: string
  isOn: boolean
  origins: string[]
}

/** A visitor of one button. `externalId` names him and his chat. */
export type Visitor = {
  hash: string
  accountId: number
  channelId: number
  externalId: string
  language: string | null
  seenAt: Date
}

export async function findButton(db: Read, publicId: string): Promise<Button | null> {
  const { rows } = await sql<Button>`
    select o.external_id as "publicId", c.account_id as "accountId", c.id as "channelId", a.language as "accountLanguage",
      c.name, c.disconnected_at is null as "isOn",
      array(select jsonb_array_elements_text(coalesce(c.settings->'origins', '[]'))) as origins
    from channel_owners o
    join channels c on c.account_id = o.account_id and c.id = o.channel_id
    join accounts a on a.id = c.account_id
    where o.kind = 'website' and o.external_id = ${publicId}`.execute(db)
  return rows[0] ?? null
}

/** The newest button that works of the only account; null when there are several accounts or no button. */
export async function findOnlyButton(db: Read): Promise<string | null> {
  const { rows } = await sql<{ publicId: string }>`
    select c.external_id as "publicId" from channels c
    where c.kind = 'website' and c.disconnected_at is null and (select count(*) from accounts) = 1
    order by c.account_id, c.id limit 1`.execute(db)
  return rows[0]?.publicId ?? null
}

export async function insertVisitor(db: Db, visitor: Omit<Visitor, 'seenAt'> & { at: Date }): Promise<void> {
  await db
    .insertInto('visitor_tokens')
    .values({
      hash: visitor.hash,
      account_id: visitor.accountId,
      channel_id: visitor.channelId,
      external_id: visitor.externalId,
      language: visitor.language,
      created_at: visitor.at,
      seen_at: visitor.at,
    })
    .execute()
}

export async function findVisitor(db: Read, button: Button, hash: string): Promise<Visitor | null> {
  const row = await db
    .selectFrom('visitor_tokens')
    .selectAll()
    .where('hash', '=', hash)
    .where('account_id', '=', button.accountId)
    .where('channel_id', '=', button.channelId)
    .executeTakeFirst()
  if (!row) return null
  return {
    hash: row.hash,
    accountId: row.account_id,
    channelId: row.channel_id,
    externalId: row.external_id,
    language: row.language,
    seenAt: row.seen_at,
  }
}

/** @returns whether the visitor is still there. */
export async function touchVisitor(db: Db, hash: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('visitor_tokens')
    .set({ seen_at: at })
    .where('hash', '=', hash)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type VisitorChat = { id: string; contactId: number; openNumber: number | null; personName: string }

/** The visitor's chat; null until he has written. */
export async function findVisitorChat(db: Read, visitor: Visitor): Promise<VisitorChat | null> {
  const row = await db
    .selectFrom('chats')
    .select(['id', 'contact_id', 'open_number', 'person_name'])
    .where('account_id', '=', visitor.accountId)
    .where('channel_id', '=', visitor.channelId)
    .where('external_chat_id', '=', visitor.externalId)
    .executeTakeFirst()
  if (!row) return null
  return { id: row.id, contactId: row.contact_id, openNumber: row.open_number, personName: row.person_name }
}

export type VisitorUpload = {
  id: string
  name: string
  mime: string
  sizeBytes: number
  width: number | null
  height: number | null
}

/** Those of the files that this visitor has uploaded. */
export async function listVisitorUploads(
  db: Read,
  visitor: Visitor,
  ids: string[],
): Promise<VisitorUpload[]> {
  const { rows } = await sql<VisitorUpload>`
    select f.id, f.name, f.mime, f.size_bytes as "sizeBytes", f.width, f.height
    from visitor_files v join files f on f.account_id = v.account_id and f.id = v.file_id and f.erased_at is null
    where v.account_id = ${visitor.accountId} and v.channel_id = ${visitor.channelId}
      and v.visitor = ${visitor.externalId} and v.file_id = any(${ids}::uuid[])`.execute(db)
  return rows
}

/** Uploads of this visitor since then, but for one. */
export async function countUploads(
  db: Read,
  visitor: Visitor,
  { since, exceptId }: { since: Date; exceptId: string },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from visitor_files
    where account_id = ${visitor.accountId} and channel_id = ${visitor.channelId} and visitor = ${visitor.externalId}
      and at > ${since} and file_id <> ${exceptId}`.execute(db)
  return rows[0]?.count ?? 0
}

/** Whose upload this is, noted before the bytes come. @returns whether it is this visitor's. */
export async function claimUpload(db: Db, visitor: Visitor, fileId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ isOwn: boolean }>`
    with i as (
      insert into visitor_files (account_id, file_id, channel_id, visitor, at)
      select ${visitor.accountId}, ${fileId}, ${visitor.channelId}, ${visitor.externalId}, ${at}
      where not exists (select from files where account_id = ${visitor.accountId} and id = ${fileId})
      on conflict do nothing returning true
    )
    select exists (select from i) or exists (
      select from visitor_files where account_id = ${visitor.accountId} and file_id = ${fileId}
        and channel_id = ${visitor.channelId} and visitor = ${visitor.externalId}
    ) as "isOwn"`.execute(db)
  return rows[0]?.isOwn ?? false
}

/** The chats of those visitors who have written by now, by the hash of their token. */
export async function listVisitorChatIds(
  db: Read,
  visitors: readonly Visitor[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ hash: string; id: string }>`
    select v.hash, c.id from visitor_tokens v
    join chats c on c.account_id = v.account_id and c.channel_id = v.channel_id and c.external_chat_id = v.external_id
    where v.hash = any(${visitors.map((visitor) => visitor.hash)}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.hash, row.id]))
}
