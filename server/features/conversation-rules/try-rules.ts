import type { RuleTrial } from '#contract/conversation-rules'
import type { Viewer } from '#features/access'
import { findCardNames } from '#features/cards'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { readChannelRules } from './channel-rules.ts'
import { noCards, readContactFacts, type ContactFacts, type KnownCard } from './contact-cards.ts'
import { decideCard, decideFirstReply, type Decision, type RuleFacts } from './decide-card.ts'
import { findNames, findOpenConversation, findSeenContact, type OpenConversation } from './trial-queries.ts'
import { nextInTurn, readTurns } from './turns.ts'

export type Trial = { channelId: number; contactId?: number | undefined; way: 'in' | 'out' }

/**
 * What a message would come to now, by the very function that decides when one comes. Nothing is written or locked, no number
 * or turn is taken. Throws `channel.not_found`, `contact.not_found`.
 */
export async function tryRules(
  db: Read,
  viewer: Viewer,
  { channelId, contactId, way }: Trial,
): Promise<RuleTrial> {
  const { accountId } = viewer
  const channel = (await readChannelRules(db, accountId, [channelId])).get(channelId)
  if (!channel) throw new AppError('channel.not_found')
  const contact = contactId === undefined ? newcomer : await contactFacts(db, viewer, contactId)
  const open = contact.id === 0 ? null : await findOpenConversation(db, accountId, channelId, contact.id)
  const turns = channel.groupId === null ? undefined : await readTurns(db, accountId, channel.groupId)
  const facts: RuleFacts =
    way === 'in'
      ? { way, contact, channel, nextInTurn: nextInTurn(turns) }
      : { way, contact, composerCard: null }
  const judged = judge(facts, { open, isBlocked: contact.isBlocked })
  return describe(db, viewer, { ...judged, open, contact, groupId: channel.groupId })
}

/** Somebody who was never here. */
const newcomer: ContactFacts = {
  ...noCards,
  id: 0,
  actingUserId: null,
  responsibleUserId: null,
  isBlocked: false,
}

async function contactFacts(db: Read, viewer: Viewer, contactId: number): Promise<ContactFacts> {
  const rootId = await findSeenContact(db, viewer, contactId)
  const facts = rootId === null ? null : await readContactFacts(db, viewer.accountId, rootId)
  if (!facts) throw new AppError('contact.not_found')
  return facts
}

type Judged = { outcome: RuleTrial['outcome']; decision: Decision }

/** What comes before the rules: a block, and a conversation that is open already. */
function judge(
  facts: RuleFacts,
  { open, isBlocked }: { open: OpenConversation | null; isBlocked: boolean },
): Judged {
  const nothing = { card: null, newDeal: null }
  if (isBlocked && facts.way === 'in')
    return { outcome: 'nothing', decision: { ...nothing, reasons: ['contact_blocked'] } }
  if (open) {
    const isFirstReply = open.isUnanswered && open.card === null
    if (facts.way === 'out' || !isFirstReply || !facts.channel.dealOnFirstReply)
      return { outcome: 'stays', decision: { ...nothing, card: open.card, reasons: ['open_conversation'] } }
    const decision = decideFirstReply(facts)
    return { outcome: outcomeOf(decision), decision }
  }
  const decision = decideCard(facts)
  return { outcome: outcomeOf(decision), decision }
}

function outcomeOf({ card, newDeal }: Decision): RuleTrial['outcome'] {
  if (newDeal) return 'new_deal'
  return card ? 'card' : 'no_card'
}

type Described = Judged & { open: OpenConversation | null; contact: ContactFacts; groupId: number | null }

async function describe(
  db: Read,
  viewer: Viewer,
  { outcome, decision, open, contact, groupId }: Described,
): Promise<RuleTrial> {
  const { card, newDeal, reasons } = decision
  const names = await findNames(db, viewer.accountId, { newDeal, groupId })
  return {
    outcome,
    number: outcome === 'stays' ? (open?.number ?? null) : null,
    card: card && (await nameCard(db, viewer, card)),
    deal: newDeal && {
      pipeline: { id: newDeal.pipelineId, name: names.pipeline ?? '' },
      stage: { id: newDeal.stageId, name: names.stage ?? '' },
      isIncomingLead: newDeal.isIncomingLead,
    },
    responsibleUserId: (newDeal ?? card ?? contact).responsibleUserId,
    toldGroup: groupId === null ? null : { id: groupId, name: names.group ?? '' },
    reasons,
  }
}

/** A card decides also when the asker may not see it; then it is not named. */
async function nameCard(db: Read, viewer: Viewer, card: KnownCard): Promise<RuleTrial['card']> {
  const [seen] = await findCardNames(db, viewer, [card])
  return { kind: card.kind, id: seen?.id ?? null, name: seen?.name ?? null }
}
