import { claimChats } from './claim-chats.ts'
import { deliverChat } from './deliver-chat.ts'
import type { OutboxDeps } from './outbox.ts'
import { createTurns } from './turns.ts'

const atOnce = 16

/** Delivers what one account has to send now, chat after chat, and leaves everybody else's alone. */
export async function deliverAccount(deps: OutboxDeps, accountId: number): Promise<void> {
  const turns = createTurns(deps)
  for (;;) {
    const chats = await claimChats(deps.db, deps.nodeId, { most: atOnce, accountId })
    if (chats.length === 0) return
    for (const chat of chats) await deliverChat(deps, turns, chat, () => false)
  }
}
