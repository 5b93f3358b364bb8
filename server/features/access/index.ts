export { findViewer, rightsOf, type Viewer } from './viewer.ts'
export {
  mayDo,
  seesCell,
  seesChat,
  seesContact,
  seesConversation,
  seesDeal,
  seesEverything,
  seesMessage,
} from './predicates.ts'
export { canSeeChat, requireActiveUser } from './find.ts'
