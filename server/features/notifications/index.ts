export { countUnread } from './list-notifications.ts'
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'
