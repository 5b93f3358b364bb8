import { fillPlaceholders, firstNameOf, spokenNameOf } from '#contract/placeholders'
import type { ConversationState } from '#features/conversations'
import type { Scene } from './queries.ts'

/** A text of a channel with the names that it asks for; empty when it was nothing but names, and none of them known. */
export function fillText(
  pattern: string,
  conversation: Pick<ConversationState, 'number'>,
  scene: Pick<Scene, 'contactName' | 'dealName'>,
): string {
  return fillPlaceholders(pattern, {
    'contact.name': spokenNameOf(scene.contactName),
    'contact.firstName': firstNameOf(scene.contactName),
    'deal.name': scene.dealName,
    'conversation.number': String(conversation.number),
  }).trim()
}
