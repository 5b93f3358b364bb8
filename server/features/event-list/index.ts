export { areKnown } from './are-known.ts'
export { routes } from './routes.ts'
export { seesEvent } from './sees-event.ts'
export { walkEvents, type EventPlace, type WalkedEvent, type Wanted } from './walk-events.ts'
