import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import { requireActiveUser, type Viewer } from '#features/access'
import { requireCard } from '#features/cards'
import { requirePrincipals } from '#features/participants'
import { uuidv7 } from '#lib/crypto'
import type { Tx } from '#lib/db'
import { idTaken } from '#lib/errors'
import { change } from '#lib/events'
import { insertMembers } from './change-members.ts'

/** The chat of colleagues in a card; the first who asks makes it. @returns its id. */
export async function openCardChat(tx: Tx, viewer: Viewer, card: CardRef, now: Date): Promise<string> {
  await requireCard(tx, viewer, card)
  const find = async (): Promise<string | undefined> =>
    (
      await sql<{
        id: string
      }>`select id from internal_chats where account_id = ${viewer.accountId} and kind = 'card'
        and card_kind = ${card.kind} and card_id = ${card.id}`.execute(tx)
    ).rows[0]?.id
  const known = await find()
  if (known !== undefined) return known
  await sql`insert into internal_chats (account_id, id, kind, card_kind, card_id, created_by, created_at, last_at)
    values (${viewer.accountId}, ${uuidv7()}, 'card', ${card.kind}, ${card.id}, ${viewer.userId}, ${now}, ${now})
    on conflict do nothing`.execute(tx)
  return required(await find())
}

/** The chat with one colleague, or with oneself; the first who asks makes it. @returns its id. */
export async function openDirectChat(tx: Tx, viewer: Viewer, userId: number, now: Date): Promise<string> {
  const { accountId } = viewer
  await requireActiveUser(tx, accountId, userId)
  const pair = [viewer.userId, userId].toSorted((one, other) => one - other)
  const find = async (): Promise<string | undefined> =>
    (
      await sql<{
        id: string
      }>`select id from internal_chats where account_id = ${accountId} and kind = 'direct'
        and pair = ${pair}::bigint[]`.execute(tx)
    ).rows[0]?.id
  const known = await find()
  if (known !== undefined) return known
  await sql`insert into internal_chats (account_id, id, kind, pair, created_by, created_at, last_at)
    values (${accountId}, ${uuidv7()}, 'direct', ${pair}::bigint[], ${viewer.userId}, ${now}, ${now})
    on conflict do nothing`.execute(tx)
  const id = required(await find())
  await insertMembers(tx, { accountId, chatId: id, userIds: pair, byUserId: viewer.userId }, now)
  return id
}

type NewGroup = { id: string; name: string; userIds: readonly number[] }

/** A chat of several; who makes it is in. A repeat of the same id is the same chat. */
export async function createGroupChat(tx: Tx, viewer: Viewer, given: NewGroup, now: Date): Promise<void> {
  const { accountId, userId } = viewer
  const userIds = [...new Set([userId, ...given.userIds])]
  await requirePrincipals(
    tx,
    accountId,
    userIds.map((id) => ({ kind: 'user', id })),
  )
  const { numAffectedRows } =
    await sql`insert into internal_chats (account_id, id, kind, name, created_by, created_at, last_at)
    values (${accountId}, ${given.id}, 'group', ${given.name}, ${userId}, ${now}, ${now}) on conflict do nothing`.execute(
      tx,
    )
  if (!numAffectedRows) return refuseForeign(tx, viewer, given.id)
  await insertMembers(tx, { accountId, chatId: given.id, userIds, byUserId: userId }, now)
  await change(tx, { accountId, topic: 'internal.chat', patch: { chatId: given.id } })
}

async function refuseForeign(tx: Tx, viewer: Viewer, id: string): Promise<void> {
  const { rows } = await sql`select from internal_chats where account_id = ${viewer.accountId} and id = ${id}
    and kind = 'group' and created_by = ${viewer.userId}`.execute(tx)
  if (rows.length > 0) return
  throw idTaken()
}

function required(id: string | undefined): string {
  if (id === undefined) throw new Error('A chat that was made is not there')
  return id
}
