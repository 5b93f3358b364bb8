import { findVisitorChat, type Visitor } from './queries.ts'
import { takeUpdates } from './take-updates.ts'
import { listSentParts, listUndelivered, type ThreadRow } from './thread-queries.ts'
import type { WebsiteDeps } from './website-deps.ts'

/** These messages have reached the visitor's browser: said once of each. */
export async function noteDelivered(
  deps: WebsiteDeps,
  visitor: Visitor,
  rows: readonly Pick<ThreadRow, 'messageId' | 'state'>[],
): Promise<void> {
  const sent = rows.filter((row) => row.state === 'sent').map((row) => row.messageId)
  if (sent.length === 0) return
  const at = deps.clock().toISOString()
  const parts = await listUndelivered(deps.db, visitor.accountId, sent)
  const told = { kind: 'delivered', visitor: visitor.externalId, at }
  await takeUpdates(
    deps,
    visitor,
    parts.map((externalId) => ({ ...told, externalId })),
  )
}

/** The visitor has seen everything up to this message of ours. One that is not in his chat changes nothing. */
export async function noteRead(deps: WebsiteDeps, visitor: Visitor, messageId: string): Promise<void> {
  const chat = await findVisitorChat(deps.db, visitor)
  if (!chat) return
  const parts = await listSentParts(deps.db, { accountId: visitor.accountId, chatId: chat.id }, messageId)
  const upTo = parts.at(-1)
  if (upTo === undefined) return
  const at = deps.clock().toISOString()
  await takeUpdates(deps, visitor, [{ kind: 'read', visitor: visitor.externalId, at, upTo }])
}
