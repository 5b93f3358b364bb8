import type { RuleReason } from '#contract/conversation-rules'
import type { ClientFacts } from './decide-card.ts'

type Chosen = { responsibleUserId: number | null; takesTurn: boolean; reason: RuleReason }

/** Who answers for a deal that is being made, by the channel's rule; nobody: its group is told (R9). */
export function decideResponsible({
  channel,
  contact,
  nextInTurn,
}: Pick<ClientFacts, 'channel' | 'contact' | 'nextInTurn'>): Chosen {
  if (channel.responsibleRule === 'round_robin') {
    return nextInTurn === null
      ? { responsibleUserId: null, takesTurn: false, reason: 'responsible_nobody_in_turn' }
      : { responsibleUserId: nextInTurn, takesTurn: true, reason: 'responsible_in_turn' }
  }
  if (channel.responsibleRule === 'fixed' && channel.responsibleUserId !== null)
    return {
      responsibleUserId: channel.responsibleUserId,
      takesTurn: false,
      reason: 'responsible_of_channel',
    }
  const { actingUserId } = contact
  return {
    responsibleUserId: actingUserId,
    takesTurn: false,
    reason: actingUserId === null ? 'responsible_nobody' : 'responsible_of_contact',
  }
}
