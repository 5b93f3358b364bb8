import { sql } from 'kysely'
import { z } from 'zod'
import type { InternalMessage } from '#contract/internal'
import { seesInternalChat, type Viewer } from '#features/access'
import type { Change } from '#lib/changes'
import type { Read } from '#lib/db'
import { findInternalMessages } from './message-views.ts'

/** What of a batch of the live log is of chats of colleagues. `gone`: somebody who is in the chat no longer. */
export type InternalChange =
  | { topic: 'internal.message'; chatId: string; message: InternalMessage; isNew: boolean }
  | { topic: 'internal.read'; chatId: string; userId: number; upTo: number }
  | { topic: 'internal.typing'; chatId: string; userId: number }
  | { topic: 'internal.chat'; chatId: string; gone: number | null }
  | { topic: 'internal.draft'; chatId: string; userId: number; version: number }

const patches = {
  'internal.message': z.object({ chatId: z.string(), messageId: z.string(), isNew: z.boolean() }),
  'internal.read': z.object({ chatId: z.string(), userId: z.number(), upTo: z.number() }),
  'internal.typing': z.object({ chatId: z.string(), userId: z.number() }),
  'internal.chat': z.object({ chatId: z.string(), gone: z.number().nullable().default(null) }),
  'internal.draft': z.object({ chatId: z.string(), version: z.number() }),
}

/** Loads what the changes name, once for everybody. */
export async function readInternalChanges(
  db: Read,
  accountId: number,
  changes: readonly Change[],
): Promise<InternalChange[]> {
  const named = changes.flatMap((one) =>
    one.topic === 'internal.message' ? [patches['internal.message'].parse(one.patch)] : [],
  )
  const messages = await findInternalMessages(db, accountId, [...new Set(named.map((one) => one.messageId))])
  const fresh = new Set(named.filter((one) => one.isNew).map((one) => one.messageId))
  return [
    ...messages.map((message): InternalChange => {
      const { id, chatId } = message
      return { topic: 'internal.message', chatId, message, isNew: fresh.has(id) }
    }),
    ...changes.flatMap(noticeOf),
  ]
}

function noticeOf({ topic, patch, userId }: Change): InternalChange[] {
  if (topic === 'internal.read' || topic === 'internal.typing' || topic === 'internal.chat')
    return [readPatch(topic, patch)]
  if (topic === 'internal.draft' && userId !== null)
    return [{ topic, userId, ...patches['internal.draft'].parse(patch) }]
  return []
}

function readPatch(
  topic: 'internal.read' | 'internal.typing' | 'internal.chat',
  patch: unknown,
): InternalChange {
  if (topic === 'internal.read') return { topic, ...patches[topic].parse(patch) }
  if (topic === 'internal.typing') return { topic, ...patches[topic].parse(patch) }
  return { topic, ...patches[topic].parse(patch) }
}

/** Of these chats of colleagues those that the viewer sees. */
export async function findSeenChats(
  db: Read,
  viewer: Viewer,
  chatIds: readonly string[],
): Promise<Set<string>> {
  if (chatIds.length === 0) return new Set()
  const { rows } = await sql<{
    id: string
  }>`select c.id from internal_chats c where c.account_id = ${viewer.accountId}
    and c.id = any(${[...chatIds]}::uuid[]) and ${seesInternalChat(viewer, 'c')}`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
