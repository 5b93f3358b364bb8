import type { IncomingBlock, IncomingFailure, IncomingReaction, IncomingReceipt } from '#channels/channel'
import type { Arrival } from './arrival.ts'
import type { KnownChat } from './known-state.ts'
import { addFact, clientOf, type Planning } from './planning.ts'

/** The client blocked us or came back: the chat says so; nothing opens. */
export function planBlock(
  planning: Planning,
  chat: KnownChat,
  arrival: Arrival & { item: IncomingBlock },
): void {
  const { item } = arrival
  const blockedAt = item.kind === 'blocked' ? item.at : null
  if ((chat.blockedAt === null) === (blockedAt === null)) return
  chat.blockedAt = blockedAt
  planning.plan.chatBlocks.push({ chatId: chat.id, blockedAt })
  addFact(
    planning,
    chat,
    item.kind === 'blocked' ? 'chat.blocked' : 'chat.unblocked',
    arrival.arrivedAt,
    clientOf(chat.contactId),
    {
      subjectKind: 'chat',
      subjectId: chat.id,
    },
  )
}

export function planReceipt(planning: Planning, chat: KnownChat, item: IncomingReceipt): void {
  planning.plan.receipts.push({
    chatId: chat.id,
    state: item.state,
    upTo: item.upTo,
    externalId: item.externalId,
    at: item.at,
  })
}

/** A reaction opens nothing and makes nothing unread (R2). */
export function planReaction(planning: Planning, chat: KnownChat, item: IncomingReaction): void {
  const { externalId, emoji, at } = item
  planning.plan.reactions.push({ chatId: chat.id, contactId: chat.contactId, externalId, emoji, at })
}

/** What the messenger had accepted failed afterwards. */
export function planFailure(planning: Planning, chat: KnownChat, item: IncomingFailure): void {
  planning.plan.failures.push({
    chatId: chat.id,
    channelId: chat.channelId,
    externalId: item.externalId,
    code: item.code,
  })
}
