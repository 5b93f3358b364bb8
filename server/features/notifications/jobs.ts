import { z } from 'zod'
import type { Jobs } from '#lib/jobs'
import { mailDigest } from './mail-digest.ts'
import { syncPushes } from './push/sync-pushes.ts'
import type { Telling } from './telling.ts'

const browser = z.object({ accountId: z.number(), subscriptionId: z.number() })
const person = z.object({ accountId: z.number(), userId: z.number() })

export function jobs(telling: Telling): Jobs {
  return {
    async 'push-notifications'(given) {
      const { accountId, subscriptionId } = browser.parse(given)
      await syncPushes(telling, accountId, subscriptionId)
    },
    async 'mail-digest'(given) {
      const { accountId, userId } = person.parse(given)
      if (telling.sendsMail) await mailDigest(telling, accountId, userId)
    },
  }
}
