import type { RuleReason } from '#contract/conversation-rules'
import type { ChannelRules } from './channel-rules.ts'
import type { ContactCards, KnownCard } from './contact-cards.ts'
import { decideResponsible } from './decide-responsible.ts'

/** The client writes. */
export type ClientFacts = {
  way: 'in'
  contact: ContactCards & {
    /** Its responsible, or who stands in for him; null: nobody who works here. */
    actingUserId: number | null
  }
  channel: ChannelRules
  /** Whose turn it is in the channel's group; null: nobody there is at work. */
  nextInTurn: number | null
}

/** Our side writes: a colleague, the API, or somebody in the messenger itself. */
export type OurFacts = {
  way: 'out'
  contact: ContactCards
  /** The card whose composer was used. */
  composerCard: KnownCard | null
}

export type RuleFacts = ClientFacts | OurFacts

export type DealToMake = {
  pipelineId: number
  stageId: number
  isIncomingLead: boolean
  responsibleUserId: number | null
  /** The responsible was next in the channel's group, which goes on behind him. */
  takesTurn: boolean
}

export type Decision = { reasons: RuleReason[] } & (
  | { card: KnownCard | null; newDeal: null }
  | { card: null; newDeal: DealToMake }
)

/**
 * Which card a conversation that opens gets (S16, S17, S18, R2). This is the only place that decides it: messages from
 * either side, the API and the settings' try-it ask here.
 */
export function decideCard(facts: RuleFacts): Decision {
  return facts.way === 'out' ? decideForOurs(facts) : decideForClient(facts)
}

/** Ours never makes a deal (S18). */
function decideForOurs({ contact, composerCard }: OurFacts): Decision {
  if (composerCard) return attach(composerCard, ['composer_card'])
  return contact.latestOpen
    ? attach(contact.latestOpen, ['latest_open_card'])
    : { card: null, newDeal: null, reasons: ['no_open_card', 'ours_makes_no_deal'] }
}

function decideForClient(facts: ClientFacts): Decision {
  const { contact, channel } = facts
  // Whatever the rules say (S17).
  if (!contact.hasCard) return makeDeal(facts, ['no_card_at_all'])
  const from: RuleReason = channel.isRuleOwn ? 'rule_of_channel' : 'rule_of_account'
  if (channel.rule === 'always_new') return makeDeal(facts, [from, 'rule_always_new'])
  const card = channel.rule === 'latest_any' ? contact.latest : contact.latestOpen
  if (!card) return makeDeal(facts, [from, 'no_open_card'])
  return attach(card, [from, channel.rule === 'latest_any' ? 'latest_card' : 'latest_open_card'])
}

/**
 * The client's first reply in a conversation that we opened without a card, where the account makes a deal of it; a card
 * that came to be open meanwhile is no reason for a second one.
 */
export function decideFirstReply(facts: ClientFacts): Decision {
  const { latestOpen } = facts.contact
  const isNew = facts.channel.rule === 'always_new' || !latestOpen
  return isNew ? makeDeal(facts, ['first_reply']) : attach(latestOpen, ['first_reply', 'latest_open_card'])
}

function attach(card: KnownCard, reasons: RuleReason[]): Decision {
  const who = card.responsibleUserId === null ? 'card_without_responsible' : 'responsible_of_card'
  return { card, newDeal: null, reasons: [...reasons, who] }
}

function makeDeal(facts: ClientFacts, why: RuleReason[]): Decision {
  const { channel } = facts
  const { responsibleUserId, takesTurn, reason } = decideResponsible(facts)
  const isIncomingLead = channel.incomingLeads && channel.incomingStageId !== null
  const reasons: RuleReason[] = [...why, channel.isPipelineOwn ? 'pipeline_of_channel' : 'pipeline_main']
  if (channel.incomingLeads) reasons.push(isIncomingLead ? 'incoming_leads_on' : 'incoming_leads_no_stage')
  return {
    card: null,
    newDeal: {
      pipelineId: channel.pipelineId,
      stageId: isIncomingLead ? (channel.incomingStageId ?? channel.stageId) : channel.stageId,
      isIncomingLead,
      responsibleUserId,
      takesTurn,
    },
    reasons: [...reasons, reason],
  }
}
