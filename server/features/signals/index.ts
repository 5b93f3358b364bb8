export { jobs } from './jobs.ts'
export { reactions } from './reactions.ts'
export { createTypingSigns, type ShowTyping } from './show-typing.ts'
