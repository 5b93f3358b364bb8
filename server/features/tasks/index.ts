export { findTasksByRequest } from './find-tasks.ts'
export { countTasksOf, giveTasks } from './give-tasks.ts'
export { jobs } from './jobs.ts'
export { routes } from './routes.ts'
