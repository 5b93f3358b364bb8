export { createTryButton } from './create-try-button.ts'
export { routes } from './routes.ts'
export { serveTry } from './try/serve-try.ts'
export type { WebsiteDeps } from './website-deps.ts'
