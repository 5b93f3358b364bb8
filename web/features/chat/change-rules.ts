import type { Capabilities } from '#contract/channels'
import type { MessageView } from '#contract/messages'

/** Why a message of ours cannot be changed; the same words the server answers with. */
export const whyNots = ['not_own', 'not_sent', 'cannot', 'too_late', 'split', 'deleted', 'paused'] as const
export type WhyNot = (typeof whyNots)[number]

/** `unheard_of`: it makes no sense for this message, and is not even offered. */
export type Permission = 'yes' | 'unheard_of' | WhyNot

export type Asker = { userId: number; isAdmin: boolean }
type Can = Pick<Capabilities, 'editing' | 'deleting' | 'reactions'>
type Limit = Can['editing']

const hourMs = 60 * 60 * 1000

/** Whether the text of a message may be changed, told before the server is asked; it decides by the same rules. */
export function mayEdit(message: MessageView, can: Can, asker: Asker, now: number): Permission {
  // A place has no words of its own at the client.
  if (message.location !== null) return 'unheard_of'
  const permission = mayChange(message, can.editing, asker, now)
  if (permission !== 'yes') return permission
  return message.parts.filter((part) => part.text !== '').length > 1 ? 'split' : 'yes'
}

/** Whether a message may be taken back from the client. */
export function mayDelete(message: MessageView, can: Can, asker: Asker, now: number): Permission {
  return mayChange(message, can.deleting, asker, now)
}

/** Whether one can react: to what stands in the messenger, with what the messenger has. */
export function canReact(message: MessageView, can: Can): boolean {
  const isThere = message.direction === 'in' || message.parts.some(hasLeft)
  return can.reactions.length > 0 && isThere && message.deletedAt === null
}

function mayChange(message: MessageView, limit: Limit, asker: Asker, now: number): Permission {
  if (message.direction === 'in') return 'unheard_of'
  if (limit === null) return 'cannot'
  if (!isOwn(message, asker)) return 'not_own'
  if (message.deletedAt !== null) return 'deleted'
  if (message.parts.length === 0 || !message.parts.every(hasLeft)) return 'not_sent'
  const until = Date.parse(message.receivedAt) + (limit.withinHours ?? Infinity) * hourMs
  return now > until ? 'too_late' : 'yes'
}

/** An admin may change what any colleague wrote, and nobody what was written elsewhere or by a bot. */
function isOwn({ author }: MessageView, { userId, isAdmin }: Asker): boolean {
  return (author.kind === 'user' || author.kind === 'api') && (author.id === userId || isAdmin)
}

function hasLeft({ state }: MessageView['parts'][number]): boolean {
  return state === 'sent' || state === 'delivered' || state === 'read'
}

/** One's last own message that is still there: what the arrow up in an empty field means. */
export function findLastOwn(
  items: readonly MessageView[],
  chatId: string,
  userId: number,
): MessageView | null {
  const isMine = ({ author }: MessageView): boolean => author.kind === 'user' && author.id === userId
  return (
    items.findLast(
      (item) => item.chatId === chatId && item.direction === 'out' && isMine(item) && item.deletedAt === null,
    ) ?? null
  )
}
