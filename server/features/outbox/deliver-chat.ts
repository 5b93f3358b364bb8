import { inTransaction } from '#lib/db'
import type { ClaimedChat } from './claim-chats.ts'
import { takeNextPart, type NextPart } from './next-part.ts'
import type { OutboxDeps } from './outbox.ts'
import { releaseChat } from './release-chat.ts'
import { sendPart, type PartResult } from './send-part.ts'
import { settlePart } from './settle-part.ts'
import type { TurnResult, Turns } from './turns.ts'
import { untilDone } from './until-done.ts'

const pauseMs = 1000

/** A part that its messenger has answered for; nothing of that is written down yet. */
type Answered = { part: NextPart; result: PartResult }

/**
 * Delivers a claimed chat part by part, in its order, until nothing is left, it has to wait, or the process stops. Rejects
 * when something could not be written: the chat then stays claimed, until it is freed like that of a dead process.
 */
export async function deliverChat(
  deps: OutboxDeps,
  turns: Turns,
  chat: ClaimedChat,
  isStopping: () => boolean,
): Promise<void> {
  const release = (dueAt: Date | null): Promise<void> =>
    untilDone(deps, isStopping, () => releaseChat(deps.db, chat, deps.nodeId, dueAt))
  const soon = (): Date => new Date(deps.clock().getTime() + pauseMs)
  let answered: Answered | null = null
  for (;;) {
    const turn: TurnResult | null = isStopping() ? null : await takeTurn(turns, chat, answered)
    if (turn?.kind === 'over') return
    if (turn?.kind === 'paused') return release(null)
    if (turn?.kind === 'part') {
      answered = { part: turn.part, result: await sendPart(deps, chat, turn.part, turn.reached) }
      continue
    }
    if (answered) {
      const { part, result }: Answered = answered
      // What the messenger said nobody else knows: it is written down however long the database is away.
      if (await untilDone(deps, isStopping, () => settlePart(deps, chat, part, result))) return
    }
    if (isStopping()) return release(null)
    // What may have been marked meanwhile was not sent: given back, it waits its turn again.
    if (turn?.kind === 'lost') return release(soon())
    const taken = await inTransaction(deps.db, (tx) => takeNextPart(tx, chat, deps.nodeId)).catch(
      (error: unknown) => {
        deps.log.warn({ error: String(error), chatId: chat.chatId }, 'the next part could not be taken')
        return 'failed' as const
      },
    )
    if (taken === 'failed') return release(soon())
    if (taken === 'paused') return release(null)
    if (!taken) return
    answered = { part: taken, result: await sendPart(deps, chat, taken) }
  }
}

/** What was simply accepted is written together with other chats; the rest has a story of its own. */
async function takeTurn(turns: Turns, chat: ClaimedChat, answered: Answered | null): Promise<TurnResult> {
  if (!answered) return turns.take({ chat, sent: null })
  const { part, result } = answered
  if (result.outcome !== 'accepted') return { kind: 'alone' }
  return turns.take({ chat, sent: { part, externalId: result.externalIds[0] ?? null } })
}
