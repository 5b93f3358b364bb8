import type { CardParts } from '#contract/cards'
import type { FeedItem } from '#contract/feed'

export type Recipient = CardParts['contacts'][number]['chats'][number] & {
  contactId: number
  contactName: string
}

/** Everybody who can be written to from the card. */
export function recipientsOf(card: Pick<CardParts, 'contacts'>): Recipient[] {
  return card.contacts.flatMap((contact) =>
    contact.chats.map((chat) => ({ ...chat, contactId: contact.id, contactName: contact.name })),
  )
}

type Recall = (contactId: number) => { chatId: string; at: number } | null

/**
 * Whom one writes to: whom one chose here; else where one last chose to write to this contact, unless the client has written
 * since; else where the last message stands, else the first there is.
 */
export function chooseRecipient(
  recipients: readonly Recipient[],
  chosenId: string | null,
  items: readonly FeedItem[] | undefined,
  recall: Recall,
): Recipient | null {
  const byId = (id: string | undefined): Recipient | undefined => recipients.find((each) => each.id === id)
  const chosen = byId(chosenId ?? undefined)
  if (chosen) return chosen
  const messages = items?.flatMap((item) => (item.type === 'message' ? [item.message] : [])) ?? []
  const talking = byId(messages.at(-1)?.chatId) ?? recipients[0] ?? null
  if (!talking) return null
  const recalled = recall(talking.contactId)
  const remembered = byId(recalled?.chatId)
  const lastIn = messages.findLast((message) => message.direction === 'in')
  const isOutdated = recalled && lastIn && Date.parse(lastIn.receivedAt) > recalled.at
  return remembered && !isOutdated ? remembered : talking
}
