import type { SearchHit } from '#contract/search'
import { cardHref } from '../../lib/card-href.ts'

/** Where something that was found stands: its place in the feed of its card, in its chat, or its own page. */
export function hitHref(hit: SearchHit): string {
  switch (hit.kind) {
    case 'message':
      if (hit.card) return `${cardHref(hit.card)}${placeIn(hit.at, hit.messageId)}`
      return hit.number === null
        ? `/contacts/${hit.contact.id}`
        : `/imbox/${hit.number}#message=${hit.messageId}`
    case 'note': {
      const { kind, id } = hit.holder
      if (kind === 'contact') return `/contacts/${id}`
      if (kind === 'company') return `/companies/${id}`
      return `${cardHref({ kind, id })}${placeIn(hit.at, `note:${hit.id}`)}`
    }
    case 'internal':
      return hit.card ? `${cardHref(hit.card)}${placeIn(hit.at, hit.messageId)}` : `/colleagues/${hit.chatId}`
    case 'conversation':
      return `/imbox/${hit.id}`
    case 'contact':
      return `/contacts/${hit.id}`
    case 'company':
      return `/companies/${hit.id}`
    case 'deal':
    case 'customer':
      return cardHref({ kind: hit.kind, id: hit.id })
  }
}

/** The feed begins at the instant and shows the line. */
function placeIn(at: string, line: string): string {
  return `#${new URLSearchParams({ since: at, line }).toString()}`
}

export function hitKey(hit: SearchHit): string {
  if (hit.kind === 'message' || hit.kind === 'internal') return hit.messageId
  return `${hit.kind}:${hit.id}`
}
