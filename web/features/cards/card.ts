import type { CardParts } from '#contract/cards'
import type { CardRef } from '#contract/common'

/** What the shared parts of a card's page need to know of a deal or a customer. */
export type Card = CardRef & CardParts & { name: string; responsibleUserId: number | null }

/** Where an opened card is kept, and what in it is shown. */
export const cardKey = ({ kind, id }: CardRef): readonly ['cards', 'card', string, number] => [
  'cards',
  'card',
  kind,
  id,
]
