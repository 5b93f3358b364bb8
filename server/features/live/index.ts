export { createLiveHub, type LiveHub } from './live-hub.ts'
export { routes } from './routes.ts'
