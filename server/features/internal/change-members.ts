import { sql } from 'kysely'
import { mostMembers } from '#contract/internal'
import { requireActiveUser, type Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError, tooMany } from '#lib/errors'
import { change } from '#lib/events'
import { listMembers, lockChat, type Chat } from './require-chat.ts'

type NewMembers = { accountId: number; chatId: string; userIds: readonly number[]; byUserId: number }

/** What was written before they came is not unread for them. */
export async function insertMembers(tx: Tx, members: NewMembers, now: Date): Promise<void> {
  const { accountId, chatId, byUserId } = members
  await sql`
    with added as (
      insert into internal_members (account_id, chat_id, user_id, added_by, at)
      select distinct ${accountId}::bigint, ${chatId}::uuid, id, ${byUserId}::bigint, ${now}::timestamptz
      from unnest(${[...members.userIds]}::bigint[]) as id order by id
      on conflict do nothing returning user_id
    )
    insert into internal_reads (account_id, chat_id, user_id, up_to, at)
    select c.account_id, c.id, a.user_id, c.last_seq, ${now} from added a
    join internal_chats c on c.account_id = ${accountId} and c.id = ${chatId}
    on conflict (account_id, chat_id, user_id) do update set up_to = excluded.up_to`.execute(tx)
}

async function lockGroup(tx: Tx, viewer: Viewer, chatId: string): Promise<Chat> {
  const chat = await lockChat(tx, viewer, chatId)
  if (chat.kind !== 'group') throw new AppError('internal.chat_not_found')
  return chat
}

type Tell = (tx: Tx, accountId: number, chatId: string, gone?: number) => Promise<void>
const tell: Tell = (tx, accountId, chatId, gone) =>
  change(tx, { accountId, topic: 'internal.chat', patch: { chatId, ...(gone !== undefined && { gone }) } })

export async function renameChat(tx: Tx, viewer: Viewer, chatId: string, name: string): Promise<void> {
  await lockGroup(tx, viewer, chatId)
  await sql`update internal_chats set name = ${name} where account_id = ${viewer.accountId} and id = ${chatId}`.execute(
    tx,
  )
  await tell(tx, viewer.accountId, chatId)
}

type Member = { chatId: string; userId: number }

/** Everybody who is in a group chat may bring others. */
export async function addMember(
  tx: Tx,
  viewer: Viewer,
  { chatId, userId }: Member,
  now: Date,
): Promise<void> {
  const { accountId } = viewer
  await lockGroup(tx, viewer, chatId)
  await requireActiveUser(tx, accountId, userId)
  const members = await listMembers(tx, accountId, chatId)
  if (members.includes(userId)) return
  if (members.length >= mostMembers) throw tooMany('internal.too_many', mostMembers)
  await insertMembers(tx, { accountId, chatId, userIds: [userId], byUserId: viewer.userId }, now)
  await tell(tx, accountId, chatId)
}

/** Leaves a group chat; who made it may take others out. */
export async function removeMember(tx: Tx, viewer: Viewer, { chatId, userId }: Member): Promise<void> {
  const { accountId } = viewer
  const chat = await lockGroup(tx, viewer, chatId)
  const members = await listMembers(tx, accountId, chatId)
  if (!members.includes(userId)) throw new AppError('user.not_found')
  if (userId !== viewer.userId && chat.createdBy !== viewer.userId) throw new AppError('session.forbidden')
  for (const table of ['internal_members', 'internal_reads', 'internal_drafts'] as const) {
    await tx
      .deleteFrom(table)
      .where('account_id', '=', accountId)
      .where('chat_id', '=', chatId)
      .where('user_id', '=', userId)
      .execute()
  }
  await tell(tx, accountId, chatId, userId)
}
