export { addParticipants } from './add-participants.ts'
export { listCardUsers } from './list-card-users.ts'
export { requirePrincipals } from './require-principals.ts'
export { routes } from './routes.ts'
