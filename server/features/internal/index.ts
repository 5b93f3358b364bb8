export { findInternalMessages } from './message-views.ts'
export { findSeenChats, readInternalChanges, type InternalChange } from './live.ts'
export { projections } from './projections.ts'
export { routes } from './routes.ts'
