import { findVisitorChat, type Visitor } from './queries.ts'
import { takeUpdates } from './take-updates.ts'
import { listSentParts, listUndelivered, type ThreadRow } from './thread-queries.ts'
import type { WebsiteDeps } from './website-deps.ts'

type Arrived = { visitor: Visitor; row: Pick<ThreadRow, 'messageId' | 'state'> }

/** These messages of one account have reached their visitors' browsers: said once of each, and of all together. */
export async function noteDelivered(deps: WebsiteDeps, arrived: readonly Arrived[]): Promise<void> {
  const readers = new Map(
    arrived.flatMap(({ visitor, row }) => (row.state === 'sent' ? [[row.messageId, visitor] as const] : [])),
  )
  const [reader] = readers.values()
  if (!reader) return
  const { accountId } = reader
  const at = deps.clock().toISOString()
  const told = (await listUndelivered(deps.db, accountId, [...readers.keys()])).flatMap(
    ({ messageId, externalId }) => {
      const visitor = readers.get(messageId)
      return visitor ? [{ visitor, externalId }] : []
    },
  )
  for (const [channelId, group] of Map.groupBy(told, ({ visitor }) => visitor.channelId)) {
    const updates = group.map(({ visitor, externalId }) => ({
      kind: 'delivered',
      visitor: visitor.externalId,
      at,
      externalId,
    }))
    await takeUpdates(deps, { accountId, channelId }, updates)
  }
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
