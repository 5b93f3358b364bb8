import type { OutgoingPart, SendResult } from '#channels/channel'
import type { ClaimedChat } from './claim-chats.ts'
import type { NextPart } from './next-part.ts'
import type { OutboxDeps, ReachedChannel } from './outbox.ts'

/**
 * `isIdempotent`: the messenger knows a repeated key, so an unknown outcome may be tried again. `reportRevoked`: of the channel
 * as it was called.
 */
export type PartResult = SendResult & {
  isIdempotent?: boolean
  reportRevoked?: ReachedChannel['reportRevoked']
}

/**
 * Hands a part to its messenger. Never throws: whatever happened to it is the answer. `reached`: its channel, when that was
 * looked up already.
 */
export async function sendPart(
  deps: OutboxDeps,
  chat: ClaimedChat,
  part: NextPart,
  reached?: ReachedChannel | null,
): Promise<PartResult> {
  let isHandedOver = false
  let isIdempotent = false
  try {
    const channel = reached === undefined ? await deps.connect(chat.accountId, chat.channelId) : reached
    if (!channel) return { outcome: 'refused', code: 'channel_disconnected', detail: '' }
    const files = []
    for (const { fileId, kind, durationSeconds } of part.files) {
      const file = await deps.openFile(chat.accountId, fileId)
      if (!file) return { outcome: 'refused', code: 'refused', detail: 'A file is no longer there' }
      files.push({ ...file, kind, durationSeconds })
    }
    isIdempotent = channel.messenger.capabilities.isIdempotent
    isHandedOver = true
    const result = await channel.messenger.send(channel.connection, outgoingOf(part, files))
    return { ...result, isIdempotent, reportRevoked: channel.reportRevoked }
  } catch (error) {
    deps.log.error({ error, channelId: chat.channelId }, 'a part could not be sent')
    // The contract says a messenger does not throw; if ours does, the client may still have got it.
    if (isHandedOver) return { outcome: 'unknown', code: 'unexpected', isIdempotent }
    return { outcome: 'unsent', code: 'unexpected', retryAfterMs: null, scope: 'chat' }
  }
}

function outgoingOf(part: NextPart, files: OutgoingPart['files']): OutgoingPart {
  return {
    chat: part.externalChatId,
    text: part.text,
    entities: [],
    files,
    location: part.location,
    replyTo: part.replyTo,
    key: `${part.messageId}:${part.position}`,
    sendId: part.sendId,
  }
}
