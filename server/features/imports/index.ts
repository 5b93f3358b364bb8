export { jobs } from './jobs.ts'
export { routes } from './routes.ts'
export { sweepImports } from './sweep-imports.ts'
export { personalData } from './personal-data.ts'
