export { findTasks } from './find-tasks.ts'
export { jobs } from './jobs.ts'
export { routes } from './routes.ts'
