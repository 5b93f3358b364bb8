export { jobs } from './jobs.ts'
export { reactions } from './reactions.ts'
export { createTypingSigns } from './show-typing.ts'
