export {
  countsChange,
  sumCards,
  sumCells,
  type CardChange,
  type CellChange,
  type CardKindOrNone,
  type ConversationState,
} from './conversation-state.ts'
export {
  all,
  conversationConditions,
  narrowConditions,
  servedConditions,
  type ConversationWishes,
} from './conversation-conditions.ts'
export { countFound } from './count-found.ts'
export { countMarked, findMarks, markConversation, type Mark, type Marks } from './marks.ts'
export { answered, keepAnswered } from './answered.ts'
export { closeConversation, closeLocked, targetOf } from './close-conversation.ts'
export { findRows } from './conversation-rows.ts'
export { countConversations } from './counts.ts'
export { lockChat, lockConversation, readConversation, stateColumns } from './lock-conversation.ts'
export { lockConversations } from './lock-conversations.ts'
export { lockWithContact } from './lock-with-contact.ts'
export { recipientsOf } from './recipients.ts'
export { lockOpenOf, reassignConversations, tellOpenOf } from './reassign-conversations.ts'
export { findNextDue, recordMissed } from './record-missed.ts'
export { dueColumn, toDue } from './response-due.ts'
export { saveConversation } from './save-conversation.ts'
export { dismissConversation, dismissLocked } from './dismiss-conversation.ts'
export { listContactConversations } from './list-contact-conversations.ts'
export { listConversations } from './list-conversations.ts'
export { markRead, markUnread, readLocked, unreadLocked } from './read-conversation.ts'
export { projections } from './projections.ts'
export { beginWaiting, notWaiting, type Due, type Wait } from './waiting.ts'
export { personalData } from './personal-data.ts'
