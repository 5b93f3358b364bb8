import type { ChannelSettings } from '#contract/channels'
import { closedSince } from '#contract/working-time'
import { capabilitiesOf, findChannel } from '#features/channels'
import { lockConversation } from '#features/conversations'
import { sendAutomatic } from '#features/messages'
import { readWorkingHours } from '#features/working-hours'
import { uuidv7 } from '#lib/crypto'
import type { Tx } from '#lib/db'
import type { Due } from './due.ts'
import { fillText } from './fill-text.ts'
import { insertReply, readScene, type ReplyKind, type Scene } from './queries.ts'

/** Who wrote longer ago does not sit there waiting: a server that was away does not greet him now (R15). */
const staleAfterMs = 10 * 60_000

/**
 * Says what the channel has to say by itself, if the client still waits for a word: the greeting once a conversation, the text of a
 * closed time once each such time and instead of the greeting. A paused channel is silent, and does not catch up.
 */
export async function replyAutomatically(tx: Tx, due: Due, now: Date): Promise<void> {
  const conversation = await lockConversation(tx, due.accountId, due.number)
  if (!conversation || conversation.closedAt !== null || conversation.waitingSince === null) return
  const channel = await findChannel(tx, due.accountId, conversation.channelId)
  if (!channel || channel.disconnectedAt !== null || channel.pausedAt !== null) return
  if (channel.state === 'token_revoked') return
  const scene = await readScene(tx, conversation)
  if (scene.isBlocked || isStale(scene, now)) return
  const since = closedSince(await readWorkingHours(tx, due.accountId), now)
  const kind = chooseKind(due.moment, channel.settings, scene, since)
  if (kind === null) return
  const pattern = kind === 'greeting' ? channel.settings.greeting : channel.settings.offlineText
  const text = fillText(pattern, conversation, scene)
  if (text === '') return
  const id = uuidv7()
  await sendAutomatic(tx, { id, conversation, capabilities: capabilitiesOf(channel.kind), text, now })
  await insertReply(tx, { accountId: due.accountId, messageId: id, number: due.number, kind, at: now })
}

function isStale({ lastIncomingAt }: Scene, now: Date): boolean {
  return lastIncomingAt === null || now.getTime() - lastIncomingAt.getTime() > staleAfterMs
}

/** null: nothing is to be said, or it was said. `since`: since when the account is closed; null while it works. */
function chooseKind(
  moment: Due['moment'],
  { greeting, offlineText }: ChannelSettings,
  scene: Scene,
  since: Date | null,
): ReplyKind | null {
  if (since !== null && offlineText !== '') {
    const isSaidSince = (at: Date | null): boolean => at !== null && at >= since
    // Whoever is answered by a colleague at night need not read that nobody is there.
    return isSaidSince(scene.offlineToldAt) || isSaidSince(scene.lastAnswerAt) ? null : 'offline'
  }
  const mayGreet = moment === 'opened' && greeting !== ''
  return mayGreet && scene.greetedAt === null && scene.offlineToldAt === null ? 'greeting' : null
}
