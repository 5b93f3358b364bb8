import { inTransaction } from '#lib/db'
import type { ClaimedChat } from './claim-chats.ts'
import { takeNextPart } from './next-part.ts'
import type { OutboxDeps } from './outbox.ts'
import { releaseChat } from './release-chat.ts'
import { sendPart } from './send-part.ts'
import { settlePart } from './settle-part.ts'
import { untilDone } from './until-done.ts'

const pauseMs = 1000

/**
 * Delivers a claimed chat part by part, in its order, until nothing is left, it has to wait, or the process stops. Rejects
 * when an outcome could not be written: the chat then stays claimed, and its part is found uncertain when this process ends.
 */
export async function deliverChat(
  deps: OutboxDeps,
  chat: ClaimedChat,
  isStopping: () => boolean,
): Promise<void> {
  const release = (dueAt: Date | null): Promise<void> =>
    untilDone(deps, isStopping, () => releaseChat(deps.db, chat, deps.nodeId, dueAt))
  while (!isStopping()) {
    const taken = await inTransaction(deps.db, (tx) => takeNextPart(tx, chat, deps.nodeId)).catch(
      (error: unknown) => {
        deps.log.warn({ error: String(error), chatId: chat.chatId }, 'the next part could not be taken')
        return 'failed' as const
      },
    )
    if (taken === 'failed') return release(new Date(deps.clock().getTime() + pauseMs))
    if (taken === 'paused') return release(null)
    if (!taken) return
    const result = await sendPart(deps, chat, taken)
    // What the messenger said nobody else knows: it is written down however long the database is away.
    const isOver = await untilDone(deps, isStopping, () => settlePart(deps, chat, taken, result))
    if (isOver) return
  }
  await release(null)
}
