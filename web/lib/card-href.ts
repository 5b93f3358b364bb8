import type { CardRef, EntityRef } from '#contract/common'

/** Where the page of a card is. */
export function cardHref({ kind, id }: CardRef): string {
  return kind === 'deal' ? `/deals/${id}` : `/customers/${id}`
}

/** Likewise of a contact or a company. */
export function entityHref({ kind, id }: EntityRef): string {
  if (kind === 'contact') return `/contacts/${id}`
  return kind === 'company' ? `/companies/${id}` : cardHref({ kind, id })
}
