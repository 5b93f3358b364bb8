import { sendMessage } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import type { ApiErrorCode } from '../../lib/api-error.ts'
import type { OutboxEntry, SendOutcome } from './outbox.ts'

/** After these the same message is sent again by itself: the server is away, busy, or does not know its author for the moment. */
const passing: ReadonlySet<ApiErrorCode> = new Set([
  'network.unreachable',
  'network.cancelled',
  'server.unavailable',
  'request.too_many',
  'session.required',
  'session.of_another',
])

/** One try to hand a message to the server, in its author's name only. A repeat under the same id gives the first answer. */
export async function sendEntry(entry: OutboxEntry, authorId: number): Promise<SendOutcome> {
  const input = {
    chatId: entry.chatId,
    id: entry.id,
    text: entry.text,
    fileIds: entry.files.map((file) => file.id),
    voice: entry.voice ?? null,
    location: entry.location ?? null,
    replyToId: entry.replyTo?.id ?? null,
    card: entry.card,
    seenMessageId: entry.seenMessageId,
    anyway: entry.anyway,
  }
  try {
    const message = await call(sendMessage, input, { as: authorId })
    return { kind: 'sent', message }
  } catch (error) {
    if (!isApiError(error) || passing.has(error.code)) return { kind: 'offline' }
    return { kind: 'error', code: error.code, details: error.details }
  }
}
