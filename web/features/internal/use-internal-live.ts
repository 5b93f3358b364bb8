import { useQueryClient } from '@tanstack/react-query'
import { useLive } from '../../lib/live-hooks.ts'
import { useSession } from '../../lib/session.ts'
import { applyInternal, applyRead, chatKey, chatsKey } from './internal-cache.ts'

/** Keeps all that is loaded of chats between colleagues true; once in the app. */
export function useInternalLive(): void {
  const client = useQueryClient()
  const { user } = useSession()
  useLive('internal.message', ({ message }) => applyInternal(client, message))
  useLive('internal.read', ({ chatId, userId, upTo }) => {
    applyRead(client, chatId, userId, upTo)
    if (userId === user.id) void client.invalidateQueries({ queryKey: chatsKey })
  })
  // Whom a card was opened to, or closed, sees other conversations and cards in the lists.
  useLive('participants', ({ isMine }) => {
    if (!isMine) return
    void client.invalidateQueries({ queryKey: ['conversations'] })
    void client.invalidateQueries({ queryKey: ['deals'] })
    void client.invalidateQueries({ queryKey: ['customers'] })
  })
  useLive('internal.chat', ({ chatId }) => {
    void client.invalidateQueries({ queryKey: chatKey(chatId) })
    void client.invalidateQueries({ queryKey: chatsKey })
  })
}
