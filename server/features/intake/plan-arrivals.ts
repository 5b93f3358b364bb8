import { emptyPlan, type ArrivalPlan } from './arrival-plan.ts'
import { chatKey, type Arrival } from './arrival.ts'
import type { KnownState } from './known-state.ts'
import { planBlock, planFailure, planReaction, planReceipt } from './plan-notices.ts'
import { planEdit } from './plan-edit.ts'
import { planMessage } from './plan-message.ts'
import { planOutside } from './plan-outside.ts'
import { finishPlan, type Planning } from './planning.ts'

/**
 * The rules of what comes in, as a function of what is known: no database, no clock. Arrivals are taken in their order and
 * each sees what the ones before it did.
 */
export function planArrivals(
  accountId: number,
  state: KnownState,
  arrivals: Arrival[],
  seenKeys: Set<string>,
): ArrivalPlan {
  const planning: Planning = {
    accountId,
    state,
    plan: emptyPlan(accountId),
    before: new Map(),
    openings: new Map(),
    seenKeys,
  }
  for (const arrival of arrivals) {
    const chat = state.chats.get(chatKey(arrival))
    // A receipt or block of somebody who never wrote: nothing to change.
    if (!chat) continue
    const { item } = arrival
    if (item.kind === 'message') planMessage(planning, chat, { ...arrival, item })
    else if (item.kind === 'outside') planOutside(planning, chat, { ...arrival, item })
    else if (item.kind === 'receipt') planReceipt(planning, chat, item)
    else if (isRepeat(planning, arrival.channelId, item.key)) continue
    else if (item.kind === 'edit') planEdit(planning, chat, { ...arrival, item })
    else if (item.kind === 'reaction') planReaction(planning, chat, item)
    else if (item.kind === 'failure') planFailure(planning, chat, item)
    else planBlock(planning, chat, { ...arrival, item })
  }
  return finishPlan(planning)
}

function isRepeat(planning: Planning, channelId: number, key: string): boolean {
  const id = `${channelId}:${key}`
  if (planning.seenKeys.has(id)) return true
  planning.seenKeys.add(id)
  planning.plan.keys.push({ channelId, key })
  return false
}
