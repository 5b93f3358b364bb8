import { sql } from 'kysely'
import { z } from 'zod'
import { inTransaction, type Tx } from '#lib/db'
import { addJob, type Jobs } from '#lib/jobs'
import { queueMail } from '#lib/mail/mail-jobs'
import type { PeopleDeps } from '../people-deps.ts'
import { insertReset, resetValidMs } from './create-reset.ts'
import { findActiveLogin } from './find-active-login.ts'
import { resetLetter } from './letters.ts'

/** So that nobody can fill somebody else's mailbox. */
const mostAnHour = 5

type Deps = Pick<PeopleDeps, 'db' | 'secretKey' | 'clock' | 'mail'>
const payload = z.object({ email: z.string() })

/** Answers at once and alike, whether or not there is such an address: looking it up is a job's business. */
export async function requestReset({ db, mail }: Deps, email: string): Promise<void> {
  if (!mail) return
  await inTransaction(db, (tx) => addJob(tx, 'password-reset', { email }))
}

export function jobs(deps: Deps): Jobs {
  return {
    async 'password-reset'(given) {
      const { email } = payload.parse(given)
      await inTransaction(deps.db, (tx) => writeReset(tx, deps, email))
    },
  }
}

/** A link for who can sign in; for others nothing happens. */
async function writeReset(tx: Tx, { secretKey, clock, mail }: Deps, email: string): Promise<void> {
  const login = await findActiveLogin(tx, email)
  const now = clock()
  const since = new Date(now.getTime() - resetValidMs)
  if (!login || !mail || (await countResets(tx, login.id, since)) >= mostAnHour) return
  const token = await insertReset(tx, login.id, now)
  await queueMail(tx, secretKey, email, resetLetter(login.language, `${mail.siteUrl()}/reset/${token}`))
}

async function countResets(tx: Tx, loginId: string, since: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from password_resets
    where login_id = ${loginId} and created_at > ${since}`.execute(tx)
  return rows[0]?.count ?? 0
}
