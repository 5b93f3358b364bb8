export { moveDeliveries } from './move-delivery.ts'
export { applyEarly, sweepEarly } from './early-receipts.ts'
export { confirmSent, failAfterwards } from './settle-later.ts'
export { setClientReactions, type ClientReactions } from './set-reactions.ts'
export { tellStates, worstFirst } from './message-state.ts'
export { findMessages, findMessagesOfChannels } from './message-views.ts'
export { writeMessages } from './write-messages.ts'
export {
  noWrites,
  type Fact,
  type NewDeal,
  type NewMessage,
  type Opening,
  type Place,
  type Writes,
} from './writes.ts'
export { emptyMessages } from './empty-messages.ts'
export { failPart, lockChatOf, markUncertain } from './fail-part.ts'
export { jobs } from './jobs.ts'
export { routes } from './routes.ts'
export { sendAutomatic } from './send-automatic.ts'
export { cannotWriteReason, prepareSending, sendMessage, type Sending } from './send-message.ts'
export { projections } from './projections.ts'
export { personalData } from './personal-data.ts'
