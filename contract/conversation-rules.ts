import { z } from 'zod'
import { cardKind, id, idParam } from './common.ts'
import { endpoint } from './endpoint.ts'

/** Why a conversation gets the card it gets, and its deal the responsible: in the order in which the rules were looked at. */
export const ruleReasons = [
  'contact_blocked',
  'open_conversation',
  'first_reply',
  'ours_makes_no_deal',
  'composer_card',
  'rule_of_channel',
  'rule_of_account',
  'no_card_at_all',
  'rule_always_new',
  'latest_open_card',
  'no_open_card',
  'latest_card',
  'pipeline_of_channel',
  'pipeline_main',
  'incoming_leads_on',
  'incoming_leads_no_stage',
  'responsible_of_card',
  'card_without_responsible',
  'responsible_of_channel',
  'responsible_of_contact',
  'responsible_in_turn',
  'responsible_nobody_in_turn',
  'responsible_nobody',
] as const
export const ruleReason = z.enum(ruleReasons)
export type RuleReason = (typeof ruleReasons)[number]

/** `stays`: the message lands in the open conversation; `nothing`: no conversation opens. */
export const ruleOutcomes = ['stays', 'card', 'new_deal', 'no_card', 'nothing'] as const
export type RuleOutcome = (typeof ruleOutcomes)[number]

export const ruleTrial = z.object({
  outcome: z.enum(ruleOutcomes),
  /** The open conversation the message would land in. */
  number: z.int().nullable(),
  /** The card; without id and name when the asker may not see it. */
  card: z.object({ kind: cardKind, id: id.nullable(), name: z.string().nullable() }).nullable(),
  /** Where the new deal would come. */
  deal: z
    .object({
      pipeline: z.object({ id, name: z.string() }),
      stage: z.object({ id, name: z.string() }),
      isIncomingLead: z.boolean(),
    })
    .nullable(),
  responsibleUserId: id.nullable(),
  /** Who is told when there is no responsible at work: the channel's group; null: the admins. */
  toldGroup: z.object({ id, name: z.string() }).nullable(),
  reasons: z.array(ruleReason),
})
export type RuleTrial = z.output<typeof ruleTrial>

export const tryRules = endpoint({
  id: 'conversation-rules.try',
  summary: 'Which card, deal and responsible a message would come to now, and why; nothing is written',
  method: 'GET',
  path: '/conversation-rules/trial',
  permission: 'settings',
  query: z.object({
    channelId: idParam,
    /** Left out: somebody who was never here. */
    contactId: idParam.optional(),
    /** Who writes: the client, or we. */
    way: z.enum(['in', 'out']).default('in'),
  }),
  output: ruleTrial,
  errors: ['channel.not_found', 'contact.not_found'],
})
