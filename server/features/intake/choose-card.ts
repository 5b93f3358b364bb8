import type { KnownCard, KnownContact, NewConversationRule } from './known-state.ts'

/**
 * Which card a conversation that the client opens gets (S16, S17, R2). A contact without any deal or customer always gets a
 * new deal, whatever the rule says.
 */
export function chooseCard(
  contact: Pick<KnownContact, 'hasCard' | 'latestOpen' | 'latest'>,
  rule: NewConversationRule,
): KnownCard | 'new' {
  if (!contact.hasCard || rule === 'always_new') return 'new'
  const card = rule === 'latest_any' ? contact.latest : contact.latestOpen
  return card ?? 'new'
}
