export { findViewer, rightsOf, standsInFor, type Viewer } from './viewer.ts'
export {
  isOneOf,
  mayDo,
  seesAllCompanies,
  seesCell,
  seesChat,
  seesCompany,
  seesContact,
  seesConversation,
  seesDeal,
  seesEverything,
  seesMessage,
  type Condition,
  type Responsible,
} from './predicates.ts'
export { canSeeChat, holdCompany, requireActiveUser } from './find.ts'
