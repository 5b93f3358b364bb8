export { findViewer, rightsOf, standsInFor, type Viewer } from './viewer.ts'
export {
  isIncomingStage,
  isOneOf,
  mayDo,
  seesAllCompanies,
  seesCell,
  seesChat,
  seesCompany,
  seesContact,
  seesConversation,
  seesCustomer,
  seesDeal,
  seesEverything,
  seesMessage,
  seesTask,
  takesIncoming,
  type Condition,
  type Responsible,
} from './predicates.ts'
export { canSeeChat, findLanguage, holdCompany, requireActiveUser } from './find.ts'
export { isLimited, joinedCards, reachedConversations, reachedPeople } from './reached-conversations.ts'
export { seesInternalChat, seesNamedCard } from './sees-named-card.ts'
export type { Giving } from './giving.ts'
