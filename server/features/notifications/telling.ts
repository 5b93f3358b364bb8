import { createHttpClient, type HttpClient } from '#channels/http'
import type { Clock } from '#lib/clock'
import type { Config } from '#lib/config'
import type { SecretKey } from '#lib/crypto'
import type { Db } from '#lib/db'
import { createPushKeys } from './push/push-keys.ts'
import type { PushSender } from './push/send-push.ts'

export type Telling = {
  db: Db
  clock: Clock
  secretKey: SecretKey
  publicUrl: string | null
  allowsPrivateNetwork: boolean
  /** Whether this installation sends letters. */
  sendsMail: boolean
  /** The address of the web application, for links in letters. */
  siteUrl: () => string
  http: HttpClient
  sender: PushSender
}

type Given = {
  db: Db
  clock: Clock
  config: Pick<Config, 'allowsPrivateNetwork' | 'smtp' | 'publicUrl'>
  secretKey: SecretKey
  siteUrl: () => string
}

/** What the roads out of the centre share: the keys and the client of pushes, and whether there is mail. */
export function createTelling({ db, clock, config, secretKey, siteUrl }: Given): Telling {
  const { allowsPrivateNetwork, publicUrl } = config
  const http = createHttpClient({ allowsPrivateNetwork })
  const sender = { http, keys: createPushKeys({ db, secretKey }), contact: contactOf(config), now: clock }
  const sendsMail = config.smtp !== null
  return { db, clock, secretKey, publicUrl, allowsPrivateNetwork, sendsMail, siteUrl, http, sender }
}

/** Whom a push service may ask when our pushes trouble it. */
function contactOf({ publicUrl, smtp }: Given['config']): string {
  if (publicUrl?.startsWith('https:')) return publicUrl
  const address = /<([^<>]*)>$/.exec(smtp?.from ?? '')?.[1] ?? smtp?.from
  return `mailto:${address ?? 'admin@example.com'}`
}
