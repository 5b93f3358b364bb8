export { jobs, reportDaysCrontab } from './jobs.ts'
export { projections } from './projections.ts'
export { routes } from './routes.ts'
