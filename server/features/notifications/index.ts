export { countUnread } from './list-notifications.ts'
export { clearNotices, notify, rewordNotices, withdrawNotices, type Notice } from './notify.ts'
export { reactions } from './reactions.ts'
export { routes } from './routes.ts'
