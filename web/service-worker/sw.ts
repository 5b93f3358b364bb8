import { serveOffline } from './offline.ts'

serveOffline()
