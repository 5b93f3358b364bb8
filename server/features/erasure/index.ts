export { eventValues } from './event-values.ts'
export { routes } from './routes.ts'
export { sweepKept } from './sweep-kept.ts'
