import { z } from 'zod'
import { seal, unseal, type SecretKey } from '../crypto.ts'
import type { Tx } from '../db.ts'
import { addJob, type Jobs } from '../jobs.ts'
import { letter, type Letter } from './letter.ts'
import type { Mailer } from './mailer.ts'

const payload = z.object({ sealed: z.string() })
const sealed = z.object({ to: z.string(), letter })
const context = 'letter'
/** With growing pauses this is about three days: a mail server that is down longer is somebody's to look at. */
const mostTries = 17

/** Sends a letter after the commit, and again until the mail server takes it. Sealed meanwhile: it may carry a secret link. */
export async function queueMail(tx: Tx, secretKey: SecretKey, to: string, content: Letter): Promise<void> {
  const text = JSON.stringify({ to, letter: content })
  await addJob(tx, 'send-mail', { sealed: seal(secretKey, text, context) }, { maxAttempts: mostTries })
}

export function mailJobs(deps: { mailer: Mailer | null; secretKey: SecretKey }): Jobs {
  return {
    async 'send-mail'(given) {
      const { to, letter: content } = sealed.parse(
        JSON.parse(unseal(deps.secretKey, payload.parse(given).sealed, context)),
      )
      await deps.mailer?.send(to, content)
    },
  }
}
