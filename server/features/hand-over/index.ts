export { giveConversation } from './hand-over-conversation.ts'
export { jobs } from './jobs.ts'
export { routes } from './routes.ts'
