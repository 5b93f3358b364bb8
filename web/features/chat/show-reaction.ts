import type { QueryClient } from '@tanstack/react-query'
import type { MessageView } from '#contract/messages'
import { knownMessage, showMessage } from './thread-cache.ts'

type Reactions = MessageView['reactions']

const isOurs = ({ side }: Reactions[number]): boolean => side === 'ours'
const oursOf = ({ reactions }: MessageView): string | null => reactions.find(isOurs)?.emoji ?? null

/**
 * Shows our one reaction to a message, or none, ahead of the server's answer. What is returned takes it back, and nothing else:
 * the message may have been edited meanwhile, or the client has reacted.
 */
export function showReaction(client: QueryClient, message: MessageView, emoji: string | null): () => void {
  const show = (ours: string | null): void => {
    const now = knownMessage(client, message.chatId, message.id) ?? message
    const others = now.reactions.filter((reaction) => !isOurs(reaction))
    const reactions: Reactions = ours === null ? others : [...others, { side: 'ours', emoji: ours }]
    showMessage(client, { ...now, reactions })
  }
  show(emoji)
  return () => {
    const now = knownMessage(client, message.chatId, message.id) ?? message
    if (oursOf(now) === emoji) show(oursOf(message))
  }
}
