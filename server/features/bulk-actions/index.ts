export { jobs } from './jobs.ts'
export { routes } from './routes.ts'
export { sweepBulkActions } from './sweep-actions.ts'
