export { routes } from './routes.ts'
export { sweepStartLinks } from './sweep-start-links.ts'
