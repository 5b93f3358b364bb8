import type { SmtpConfig } from '#lib/config'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import { createTelling, type Telling } from './telling.ts'

export const tellingKey = Buffer.alloc(32, 5)

/** The roads out of the centre, with services on this machine. */
export function tellingOf(deps: { db: Db; clock: Clock }, smtp: SmtpConfig | null = null): Telling {
  return createTelling({
    db: deps.db,
    clock: deps.clock,
    config: { allowsPrivateNetwork: true, smtp, publicUrl: null },
    secretKey: tellingKey,
    siteUrl: () => 'https://crm.example.com',
  })
}
