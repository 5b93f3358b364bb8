export { readAccountSettings } from './queries.ts'
export { routes } from './routes.ts'
