export { amoRoutes } from './routes.ts'
export { serveAmoApi } from './serve-amo-api.ts'
