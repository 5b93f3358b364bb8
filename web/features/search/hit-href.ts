import type { SearchHit } from '#contract/search'
import { cardHref, entityHref } from '../../lib/card-href.ts'

/** Where something that was found stands: its place in the feed of its card, in its chat, or its own page. */
export function hitHref(hit: SearchHit): string {
  switch (hit.kind) {
    case 'message':
      if (hit.card) return `${cardHref(hit.card)}${lineIn(hit.messageId)}`
      return hit.number === null
        ? `/contacts/${hit.contact.id}`
        : `/imbox/${hit.number}#message=${hit.messageId}`
    case 'note':
      return `${entityHref(hit.holder)}${lineIn(`note:${hit.id}`)}`
    case 'internal':
      return hit.card
        ? `${cardHref(hit.card)}${lineIn(hit.messageId)}`
        : `/colleagues/${hit.chatId}#message=${hit.messageId}`
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

/** The feed shows the line in its place. */
function lineIn(line: string): string {
  return `#${new URLSearchParams({ line }).toString()}`
}

export function hitKey(hit: SearchHit): string {
  if (hit.kind === 'message' || hit.kind === 'internal') return hit.messageId
  return `${hit.kind}:${hit.id}`
}
