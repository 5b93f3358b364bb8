export { freeOutbox } from './free-outbox.ts'
export { startOutbox, type Outbox, type OutboxDeps } from './outbox.ts'
