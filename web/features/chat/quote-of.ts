import type { MessageView } from '#contract/messages'

/** What a quote of the message shows. */
export function quoteOf(message: MessageView): { id: string; text: string; authorName: string | null } {
  const text = message.text === '' ? (message.attachments[0]?.name ?? '') : message.text
  return { id: message.id, text: text.slice(0, 200), authorName: message.author.name }
}
