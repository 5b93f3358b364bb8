export { countsOf } from './counts-of.ts'
export { routes } from './routes.ts'
