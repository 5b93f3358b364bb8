import type { CardParts } from '#contract/cards'
import type { CardRef, EntityRef } from '#contract/common'

/** What the shared parts of a card's page need to know of a deal or a customer. */
export type Card = CardRef & CardParts & { name: string; responsibleUserId: number | null }

/** What has a feed: a card, or a contact or a company, whose feed is only read. `contacts`: those whose channels are named in it. */
export type FeedOwner = EntityRef & Pick<CardParts, 'contacts' | 'openConversations'> & { name: string }

/** Whether one writes where the feed is, and takes back what it tells. */
export function isCard(ref: { kind: EntityRef['kind']; id: number }): ref is CardRef {
  return ref.kind === 'deal' || ref.kind === 'customer'
}

/** Where an opened card is kept, and what in it is shown. */
export const cardKey = ({ kind, id }: CardRef): readonly ['cards', 'card', string, number] => [
  'cards',
  'card',
  kind,
  id,
]
