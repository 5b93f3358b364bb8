export { deliverAccount } from './deliver-account.ts'
export { freeOutbox } from './free-outbox.ts'
export { startOutbox, type OutboxDeps, type ReachedChannel } from './outbox.ts'
