import type { CardRef } from '#contract/common'

/** Where the page of a card is. */
export function cardHref({ kind, id }: CardRef): string {
  return kind === 'deal' ? `/deals/${id}` : `/customers/${id}`
}
