import type { NoticeView, NotificationView } from './notifications.ts'

/** The page of the web application a line, a push or a letter leads to. */
export function placeOf(item: NotificationView): string {
  if (item.kind === 'channel') return '/settings/channels'
  if (item.kind === 'incoming') return `/imbox/${item.number}`
  if (item.kind === 'scheduled_failed') {
    return item.number === null ? `/contacts/${item.contact.id}` : `/imbox/${item.number}`
  }
  const [chatId, messageId] = writtenIn(item)
  if (item.card)
    return `/${item.card.kind}s/${item.card.id}${messageId === undefined ? '' : `#line=${messageId}`}`
  if (item.number !== null) return `/imbox/${item.number}`
  if (item.contact) return `/contacts/${item.contact.id}`
  if (item.company) return `/companies/${item.company.id}`
  // What it leads to is the chat of colleagues and the message in it.
  if (item.kind === 'internal') {
    return `/colleagues/${chatId ?? ''}${messageId === undefined ? '' : `#message=${messageId}`}`
  }
  // Of a task that hangs nowhere, and of many deals given at once.
  return item.thingId === null ? '/deals' : '/tasks'
}

/** The chat of colleagues and the message that a line is about; nothing for other lines. */
function writtenIn({ kind, thingId }: NoticeView): [chatId?: string, messageId?: string] {
  const [chatId, messageId] = kind === 'internal' || kind === 'mention' ? (thingId ?? '').split('/') : []
  return messageId === undefined ? [] : [chatId, messageId]
}
