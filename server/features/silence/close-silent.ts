import { fillText, readScene } from '#features/auto-replies'
import { capabilitiesOf, findChannel, type Channel } from '#features/channels'
import { closeConversation, lockConversation, type ConversationState } from '#features/conversations'
import { sendAutomatic } from '#features/messages'
import { uuidv7 } from '#lib/crypto'
import type { Tx } from '#lib/db'
import { systemActor } from '#lib/events'

const hourMs = 60 * 60_000

/**
 * Closes a conversation that fell silent, without asking for a rate (R5), and says first what its channel wants said. All is
 * judged anew under the chat's lock: a message that was faster keeps it open, one that comes later opens the next.
 * @returns whether it is closed now by this.
 */
export async function closeSilent(
  tx: Tx,
  { accountId, number }: { accountId: number; number: number },
  now: Date,
): Promise<boolean> {
  const conversation = await lockConversation(tx, accountId, number)
  if (!conversation || !isQuiet(conversation)) return false
  const channel = await findChannel(tx, accountId, conversation.channelId)
  const hours = channel?.settings.silenceHours ?? 0
  const silentMs = now.getTime() - conversation.lastMessageAt.getTime()
  if (!channel || hours === 0 || silentMs < hours * hourMs) return false
  await sayGoodbye(tx, conversation, channel, now)
  await closeConversation(tx, {
    accountId,
    number,
    actor: systemActor,
    way: 'silence',
    road: 'rule',
    now,
  })
  return true
}

/** Nobody waits for a word, and nobody has put it aside to be looked at. */
function isQuiet({ closedAt, waitingSince, readAt }: ConversationState): boolean {
  return closedAt === null && waitingSince === null && readAt !== null
}

/** The text is no answer: nobody waits for one. Where nothing can leave now, nothing is said. */
async function sayGoodbye(
  tx: Tx,
  conversation: ConversationState,
  channel: Channel,
  now: Date,
): Promise<void> {
  const { silenceText } = channel.settings
  const isReachable =
    channel.disconnectedAt === null && channel.pausedAt === null && channel.state !== 'token_revoked'
  if (silenceText === '' || !isReachable) return
  const scene = await readScene(tx, conversation)
  const text = fillText(silenceText, conversation, scene)
  if (scene.isBlocked || text === '') return
  const capabilities = capabilitiesOf(channel.kind)
  await sendAutomatic(tx, { id: uuidv7(), conversation, capabilities, text, now })
}
