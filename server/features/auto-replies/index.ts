export { fillText } from './fill-text.ts'
export { readScene } from './queries.ts'
export { jobs } from './jobs.ts'
export { reactions } from './reactions.ts'
