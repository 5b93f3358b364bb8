import { describe, expect, test } from 'vitest'
import { newConversationRules, type NewConversationRule } from '#contract/account-settings'
import { responsibleRules } from '#contract/channels'
import type { ChannelRules } from './channel-rules.ts'
import type { ContactCards, KnownCard } from './contact-cards.ts'
import { decideCard, decideFirstReply, type ClientFacts } from './decide-card.ts'
import { nextInTurn } from './turns.ts'

const deal: KnownCard = { kind: 'deal', id: 1, responsibleUserId: 11 }
const customer: KnownCard = { kind: 'customer', id: 2, responsibleUserId: 12 }
const closed: KnownCard = { kind: 'deal', id: 3, responsibleUserId: 13 }

const contacts = {
  nothing: { hasCard: false, latestOpen: null, latest: null },
  'an open deal': { hasCard: true, latestOpen: deal, latest: deal },
  'a customer': { hasCard: true, latestOpen: customer, latest: customer },
  'closed deals only': { hasCard: true, latestOpen: null, latest: closed },
  'an open deal and a later closed one': { hasCard: true, latestOpen: deal, latest: closed },
} satisfies Record<string, ContactCards>
type Has = keyof typeof contacts
const allContacts = Object.keys(contacts) as Has[]

const channel: ChannelRules = {
  id: 5,
  kind: 'telegram',
  rule: 'latest_open',
  isRuleOwn: false,
  dealOnFirstReply: true,
  pipelineId: 6,
  isPipelineOwn: false,
  stageId: 7,
  incomingStageId: 8,
  incomingLeads: false,
  responsibleRule: 'fixed',
  responsibleUserId: 21,
  clockVersion: 1,
  groupId: 9,
}
const factsOf = (
  has: Has,
  rules: Partial<ChannelRules> = {},
  rest: Partial<ClientFacts> = {},
): ClientFacts => ({
  way: 'in',
  contact: { ...contacts[has], actingUserId: 22 },
  channel: { ...channel, ...rules },
  nextInTurn: 23,
  ...rest,
})

describe('a client opens', () => {
  test.each<[NewConversationRule, Has, KnownCard | 'new']>([
    ['latest_open', 'nothing', 'new'],
    ['latest_open', 'an open deal', deal],
    ['latest_open', 'a customer', customer],
    ['latest_open', 'closed deals only', 'new'],
    ['latest_open', 'an open deal and a later closed one', deal],
    ['always_new', 'nothing', 'new'],
    ['always_new', 'an open deal', 'new'],
    ['always_new', 'a customer', 'new'],
    ['always_new', 'closed deals only', 'new'],
    ['always_new', 'an open deal and a later closed one', 'new'],
    ['latest_any', 'nothing', 'new'],
    ['latest_any', 'an open deal', deal],
    ['latest_any', 'a customer', customer],
    ['latest_any', 'closed deals only', closed],
    ['latest_any', 'an open deal and a later closed one', closed],
  ])('by the rule %s, having %s', (rule, has, wanted) => {
    for (const isRuleOwn of [true, false]) {
      const { card, newDeal, reasons } = decideCard(factsOf(has, { rule, isRuleOwn }))
      expect(newDeal === null ? card : 'new').toEqual(wanted)
      const from = isRuleOwn ? 'rule_of_channel' : 'rule_of_account'
      // Who has nothing gets a deal whatever the rule: the rule is no reason.
      expect(reasons[0]).toBe(has === 'nothing' ? 'no_card_at_all' : from)
    }
  })

  test.each(newConversationRules)(
    'a deal made by %s comes where the channel says, for whom it says',
    (rule) => {
      for (const incomingLeads of [true, false]) {
        for (const incomingStageId of [8, null]) {
          for (const isPipelineOwn of [true, false]) {
            const { newDeal, reasons } = decideCard(
              factsOf('nothing', { rule, incomingLeads, incomingStageId, isPipelineOwn }),
            )
            const isIncomingLead = incomingLeads && incomingStageId !== null
            expect(newDeal).toEqual({
              pipelineId: 6,
              stageId: isIncomingLead ? 8 : 7,
              isIncomingLead,
              responsibleUserId: 21,
              takesTurn: false,
            })
            expect(reasons).toContain(isPipelineOwn ? 'pipeline_of_channel' : 'pipeline_main')
            expect(reasons.includes('incoming_leads_on')).toBe(isIncomingLead)
            expect(reasons.includes('incoming_leads_no_stage')).toBe(incomingLeads && !isIncomingLead)
          }
        }
      }
    },
  )

  test.each<[string, Partial<ChannelRules>, Partial<ClientFacts>, number | null, string]>([
    ['the channel’s', { responsibleRule: 'fixed' }, {}, 21, 'responsible_of_channel'],
    ['nobody of the channel’s', { responsibleUserId: null }, {}, 22, 'responsible_of_contact'],
    ['the contact’s', { responsibleRule: 'contact' }, {}, 22, 'responsible_of_contact'],
    ['the next in turn', { responsibleRule: 'round_robin' }, {}, 23, 'responsible_in_turn'],
    [
      'nobody in turn',
      { responsibleRule: 'round_robin' },
      { nextInTurn: null },
      null,
      'responsible_nobody_in_turn',
    ],
    [
      'nobody at all',
      { responsibleRule: 'contact' },
      { contact: { ...contacts.nothing, actingUserId: null } },
      null,
      'responsible_nobody',
    ],
  ])('for a deal: %s', (_who, rules, rest, userId, reason) => {
    const { newDeal, reasons } = decideCard(factsOf('nothing', rules, rest))
    expect(newDeal).toMatchObject({ responsibleUserId: userId, takesTurn: reason === 'responsible_in_turn' })
    expect(reasons.at(-1)).toBe(reason)
  })

  test('a turn is taken by a deal only', () => {
    const { newDeal, reasons } = decideCard(factsOf('an open deal', { responsibleRule: 'round_robin' }))
    expect([newDeal, reasons.at(-1)]).toEqual([null, 'responsible_of_card'])
  })

  test('a card that has no responsible says so', () => {
    const contact = {
      ...contacts.nothing,
      hasCard: true,
      latestOpen: { ...deal, responsibleUserId: null },
      actingUserId: 22,
    }
    expect(decideCard(factsOf('nothing', {}, { contact })).reasons.at(-1)).toBe('card_without_responsible')
  })
})

describe('we open', () => {
  test.each(allContacts)(
    'having %s: the composer’s card, else the latest open one, and never a deal',
    (has) => {
      const contact = contacts[has]
      for (const composerCard of [closed, null]) {
        const decision = decideCard({ way: 'out', contact, composerCard })
        expect(decision).toMatchObject({ card: composerCard ?? contact.latestOpen, newDeal: null })
      }
    },
  )
})

describe('the client replies first where we opened without a card', () => {
  test.each(allContacts)('having %s: a deal, but no second one beside an open one', (has) => {
    for (const rule of newConversationRules) {
      for (const responsibleRule of responsibleRules) {
        const { latestOpen } = contacts[has]
        const { card, newDeal } = decideFirstReply(factsOf(has, { rule, responsibleRule }))
        const isNew = rule === 'always_new' || latestOpen === null
        expect(card).toEqual(isNew ? null : latestOpen)
        expect(newDeal !== null).toBe(isNew)
      }
    }
  })
})

describe('turns', () => {
  test.each([
    ['who stands behind the last one', [3, 5, 8], 3, 5],
    ['the first again behind the last', [3, 5, 8], 8, 3],
    ['the first of all', [3, 5, 8], 0, 3],
    ['over one who went away', [3, 8], 3, 8],
    ['behind one who went away', [3, 8], 5, 8],
    ['the only one, every time', [5], 5, 5],
    ['nobody', [], 5, null],
  ])('%s', (_what, userIds, lastUserId, next) => {
    expect(nextInTurn({ groupId: 1, userIds, lastUserId })).toBe(next)
  })
})
