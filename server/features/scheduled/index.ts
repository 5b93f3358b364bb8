export { jobs } from './jobs.ts'
export { routes } from './routes.ts'
export { personalData } from './personal-data.ts'
