export { createKnownLimits, type KnownLimits } from './known-limits.ts'
export { readLimits, type ResponseLimits } from './limits.ts'
export { recordAllMissed, startResponseClock } from './response-clock.ts'
