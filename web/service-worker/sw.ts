import { serveOffline } from './offline.ts'
import { servePush } from './push.ts'

serveOffline()
servePush()
