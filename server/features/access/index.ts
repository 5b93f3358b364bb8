export { findViewer, parseRights, rightsOf, type Viewer } from './viewer.ts'
export {
  mayDo,
  seesCell,
  seesChat,
  seesContact,
  seesConversation,
  seesDeal,
  seesEverything,
  seesMessage,
  type Condition,
  type Responsible,
} from './predicates.ts'
export { canSeeChat, requireActiveUser } from './find.ts'
