import type { OutgoingPart, SendResult } from '#channels/channel'
import { inTransaction } from '#lib/db'
import type { ClaimedChat } from './claim-chats.ts'
import { takeNextPart, type NextPart } from './next-part.ts'
import type { OutboxDeps } from './outbox.ts'
import { releaseChat } from './release-chat.ts'
import { settlePart } from './settle-part.ts'

/** Delivers a claimed chat part by part, in its order, until nothing is left, it has to wait, or the process stops. */
export async function deliverChat(
  deps: OutboxDeps,
  chat: ClaimedChat,
  isStopping: () => boolean,
): Promise<void> {
  let isOurs = true
  try {
    while (!isStopping()) {
      const part = await inTransaction(deps.db, (tx) => takeNextPart(tx, chat, deps.nodeId))
      if (!part) {
        isOurs = false
        return
      }
      const result = await send(deps, chat, part)
      const waitUntil = await settlePart(deps, chat, part, result)
      if (waitUntil) {
        await releaseChat(deps.db, chat, waitUntil)
        isOurs = false
        return
      }
    }
  } finally {
    if (isOurs) await releaseChat(deps.db, chat, deps.clock()).catch(() => {})
  }
}

export type PartResult = SendResult & { isIdempotent?: boolean }

async function send(deps: OutboxDeps, chat: ClaimedChat, part: NextPart): Promise<PartResult> {
  const channel = await deps.connect(chat.accountId, chat.channelId)
  if (!channel) return { outcome: 'refused', code: 'channel_disconnected', detail: '' }
  const files = []
  for (const { fileId, kind } of part.files) {
    const file = await deps.openFile(chat.accountId, fileId)
    if (!file) return { outcome: 'refused', code: 'refused', detail: 'A file is no longer there' }
    files.push({ ...file, kind })
  }
  const outgoing: OutgoingPart = {
    chat: part.externalChatId,
    text: part.text,
    entities: [],
    files,
    replyTo: part.replyTo,
    key: `${part.messageId}:${part.position}`,
  }
  try {
    const result = await channel.messenger.send(channel.connection, outgoing)
    return { ...result, isIdempotent: channel.messenger.capabilities.isIdempotent }
  } catch (error) {
    // The contract says a messenger does not throw; if ours does, the client may still have got it.
    deps.log.error({ error, channelId: chat.channelId }, 'a messenger failed while sending')
    return {
      outcome: 'unknown',
      code: 'unexpected',
      isIdempotent: channel.messenger.capabilities.isIdempotent,
    }
  }
}
