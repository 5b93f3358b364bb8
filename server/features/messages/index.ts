export { moveDelivery } from './move-delivery.ts'
export { settleMessageState } from './message-state.ts'
export { findMessages } from './message-views.ts'
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
export { enqueueChat } from './enqueue-chat.ts'
export { failPart, markUncertain } from './fail-part.ts'
export { routes } from './routes.ts'
export { sendMessage } from './send-message.ts'
