export { createLiveHub } from './live-hub.ts'
export { routes } from './routes.ts'
