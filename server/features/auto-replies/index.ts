export { jobs } from './jobs.ts'
export { reactions } from './reactions.ts'
