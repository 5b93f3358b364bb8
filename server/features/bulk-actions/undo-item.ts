import { z } from 'zod'
import type { BulkChange } from '#contract/bulk-actions'
import { cardKinds } from '#contract/common'
import type { Viewer } from '#features/access'
import { changeContact } from '#features/contacts'
import { lockConversation, markRead, markUnread } from '#features/conversations'
import { changeCustomer } from '#features/customers'
import { changeDeal } from '#features/deals'
import { changeTags } from '#features/tags'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import type { DoneItem } from './items.ts'

const card = z.object({ kind: z.enum(cardKinds), id: z.number() })
const wasRead = z.object({ unread: z.number(), readAt: z.string() })
const wasUnread = z.object({ lastIncomingId: z.string().nullable() })
const wasAssigned = z.object({
  holder: z.union([card, z.object({ kind: z.literal('contact'), id: z.number() })]),
  responsibleUserId: z.number().nullable(),
})
const wasTagged = z.object({ holder: card, tagIds: z.array(z.number()) })

/** Puts one conversation back as it was. @returns whether it could: what somebody has changed since, or holds now, stays. */
export async function undoItem(
  tx: Tx,
  viewer: Viewer,
  change: BulkChange,
  { number, before }: DoneItem,
  now: Date,
): Promise<boolean> {
  try {
    switch (change.kind) {
      case 'read':
        return await unreadAgain(tx, viewer, number, wasRead.parse(before))
      case 'unread':
        return await readAgain(tx, viewer, number, wasUnread.parse(before), now)
      case 'assign':
        return await giveBack(tx, viewer, change.toUserId, wasAssigned.parse(before), now)
      case 'tag':
        return await takeOff(tx, viewer, wasTagged.parse(before), now)
      case 'close':
      case 'dismiss':
        return false
    }
  } catch (error) {
    // Refused before anything was written: it is no longer his to change, or is not as he has left it.
    if (error instanceof AppError) return false
    throw error
  }
}

async function unreadAgain(
  tx: Tx,
  { accountId }: Viewer,
  number: number,
  { unread, readAt }: z.output<typeof wasRead>,
): Promise<boolean> {
  const state = await lockConversation(tx, accountId, number)
  if (!state || state.closedAt !== null || state.readAt?.toISOString() !== readAt) return false
  await markUnread(tx, { accountId, number, unread })
  return true
}

async function readAgain(
  tx: Tx,
  { accountId, userId }: Viewer,
  number: number,
  { lastIncomingId }: z.output<typeof wasUnread>,
  now: Date,
): Promise<boolean> {
  const state = await lockConversation(tx, accountId, number)
  if (!state || state.readAt !== null || state.lastIncomingId !== lastIncomingId) return false
  await markRead(tx, { accountId, number, userId, way: 'marked', upTo: null, now })
  return true
}

async function giveBack(
  tx: Tx,
  viewer: Viewer,
  toUserId: number,
  { holder, responsibleUserId }: z.output<typeof wasAssigned>,
  now: Date,
): Promise<boolean> {
  const wish = { responsibleUserId, seen: { responsibleUserId: toUserId } }
  const { kind, id } = holder
  if (kind === 'deal') await changeDeal(tx, viewer, { dealId: id, ...wish }, now)
  else if (kind === 'customer') await changeCustomer(tx, viewer, { customerId: id, ...wish }, now)
  else await changeContact(tx, viewer, { contactId: id, ...wish }, now)
  return true
}

async function takeOff(
  tx: Tx,
  viewer: Viewer,
  { holder, tagIds }: z.output<typeof wasTagged>,
  now: Date,
): Promise<boolean> {
  const { removed } = await changeTags(tx, viewer, holder, { add: [], removeIds: tagIds }, { now })
  return removed.length > 0
}
