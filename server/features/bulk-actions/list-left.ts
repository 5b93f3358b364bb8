import { sql } from 'kysely'
import type { BulkReason } from '#contract/bulk-actions'
import { seesConversation, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { badCursor, countOfRows } from '#lib/keyset'
import { listLeft } from './items.ts'

export type LeftItem = { number: number; contactName: string | null; reason: BulkReason }

/** What an action of one's own has left as it was; conversations that one sees no more have no name. */
export async function listLeftOf(
  db: Read,
  viewer: Viewer,
  { actionId, cursor, limit }: { actionId: string; cursor?: string | undefined; limit: number },
): Promise<{ items: LeftItem[]; next: string | null }> {
  const { accountId, userId } = viewer
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw badCursor('cursor')
  const { rows: own } = await sql`select from bulk_actions
    where account_id = ${accountId} and id = ${actionId} and by_user_id = ${userId}`.execute(db)
  if (own.length === 0) throw new AppError('bulk_action.not_found')
  const found = await listLeft(
    db,
    { accountId, actionId },
    { after: Number(cursor ?? 0), most: countOfRows(limit) },
  )
  const page = found.slice(0, limit)
  const names = await findNames(
    db,
    viewer,
    page.map(({ number }) => number),
  )
  const items = page.map(({ number, reason }) => ({ number, reason, contactName: names.get(number) ?? null }))
  return { items, next: found.length > limit ? String(page.at(-1)?.number) : null }
}

async function findNames(db: Read, viewer: Viewer, numbers: number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ number: number; name: string }>`
    select v.number, k.name from conversations v
    join contacts own on own.account_id = v.account_id and own.id = v.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    where v.account_id = ${viewer.accountId} and v.number = any(${numbers}::bigint[]) and ${seesConversation(viewer, 'v')}`.execute(
    db,
  )
  return new Map(rows.map(({ number, name }) => [number, name]))
}
