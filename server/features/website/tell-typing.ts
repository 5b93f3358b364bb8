import { inTransaction } from '#lib/db'
import { change } from '#lib/events'
import { findVisitorChat, type Visitor } from './queries.ts'
import type { WebsiteDeps } from './website-deps.ts'

/** Colleagues who look at the chat see that its client writes; nothing is kept. */
export async function tellTyping(deps: WebsiteDeps, visitor: Visitor): Promise<void> {
  const chat = await findVisitorChat(deps.db, visitor)
  if (!chat) return
  await inTransaction(deps.db, (tx) =>
    change(tx, {
      accountId: visitor.accountId,
      topic: 'typing',
      number: chat.openNumber,
      chatId: chat.id,
      contactId: chat.contactId,
      patch: { userId: null },
    }),
  )
  deps.tail.wake()
}
