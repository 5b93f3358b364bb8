import { sql } from 'kysely'
import { tellOpenOf } from '#features/conversations'
import type { Read, Tx } from '#lib/db'
import { change } from '#lib/events'

type Which = { accountId: number; chatId: string }
type Picture = { fileId: string; key: string }

/** Whether the contact is shown by a picture that another of its messengers gave. */
export async function showsOtherAvatar(db: Read, { accountId, chatId }: Which): Promise<boolean> {
  const { rows } = await sql`
    select from chats c
    join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    where c.account_id = ${accountId} and c.id = ${chatId} and k.avatar_file_id is not null and k.avatar_chat_id <> c.id`.execute(
    db,
  )
  return rows.length > 0
}

/**
 * Shows the contact of a chat by a picture of its messenger, unless another messenger's stands there or the contact is gone.
 * @returns the file that is shown no longer: the one before, or this one when it is not taken.
 */
export async function setAvatar(tx: Tx, which: Which, picture: Picture): Promise<string | null> {
  const { accountId, chatId } = which
  await sql`update chats set person_avatar_ref = ${picture.key}
    where account_id = ${accountId} and id = ${chatId}`.execute(tx)
  const { rows } = await sql<{ id: number; former: string | null }>`
    with k as materialized (
      select k.account_id, k.id, k.avatar_file_id from chats c
      join contacts own on own.account_id = c.account_id and own.id = c.contact_id
      join contacts k on k.account_id = own.account_id and k.id = own.root_id
      where c.account_id = ${accountId} and c.id = ${chatId} and k.deleted_at is null and k.erased_at is null
        and (k.avatar_file_id is null or k.avatar_chat_id = c.id) for no key update of k
    )
    update contacts t set avatar_file_id = ${picture.fileId}, avatar_chat_id = ${chatId}
    from k where t.account_id = k.account_id and t.id = k.id returning t.id, k.avatar_file_id as former`.execute(
    tx,
  )
  const [shown] = rows
  if (!shown) return picture.fileId
  await tell(tx, accountId, shown.id)
  return shown.former
}

/** The messenger shows no picture of the person any more: neither do we. @returns the file that is shown no longer. */
export async function dropAvatar(tx: Tx, which: Which): Promise<string | null> {
  const { accountId, chatId } = which
  await sql`update chats set person_avatar_ref = null
    where account_id = ${accountId} and id = ${chatId} and person_avatar_ref is not null`.execute(tx)
  const { rows } = await sql<{ id: number; former: string | null }>`
    with k as materialized (
      select k.account_id, k.id, k.avatar_file_id from contacts k
      where k.account_id = ${accountId} and k.avatar_chat_id = ${chatId} and k.id = (
        select own.root_id from chats c join contacts own on own.account_id = c.account_id and own.id = c.contact_id
        where c.account_id = ${accountId} and c.id = ${chatId}) for no key update
    )
    update contacts t set avatar_file_id = null, avatar_chat_id = null
    from k where t.account_id = k.account_id and t.id = k.id returning t.id, k.avatar_file_id as former`.execute(
    tx,
  )
  const [shown] = rows
  if (!shown) return null
  await tell(tx, accountId, shown.id)
  return shown.former
}

async function tell(tx: Tx, accountId: number, contactId: number): Promise<void> {
  await change(tx, { accountId, topic: 'contact.named', contactId })
  await tellOpenOf(tx, accountId, { kind: 'contact', id: contactId })
}
