export { readWorkingHours } from './queries.ts'
export { routes } from './routes.ts'
