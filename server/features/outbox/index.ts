export { freeOutbox } from './free-outbox.ts'
export { startOutbox, type OutboxDeps } from './outbox.ts'
