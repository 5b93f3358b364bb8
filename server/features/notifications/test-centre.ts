import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { findViewer, type Viewer } from '#features/access'
import { createLog } from '#lib/log'
import { inTransaction, type Database } from '#lib/db'
import { migrateJobs } from '#lib/jobs'
import { startReactions } from '#lib/reactions'
import { drainJobs } from '#lib/test-jobs'
import type { SmtpConfig } from '#lib/config'
import { mailJobs } from '#lib/mail/mail-jobs'
import { createMailer } from '#lib/mail/mailer'
import { createTestAccount, type TestAccount } from '../intake/test-account.ts'
import { jobs } from './jobs.ts'
import { notify, type Notice } from './notify.ts'
import { reactions } from './reactions.ts'
import type { Telling } from './telling.ts'
import { tellingKey, tellingOf } from './test-telling.ts'

export type Centre = {
  account: TestAccount
  telling: Telling
  /** Its admin, and a colleague of no role in particular. */
  anna: Viewer
  boris: Viewer
  clock: { now: Date }
  tell: (own?: Partial<Notice>) => Promise<void>
  /** Everything that follows from what was done: reactions, pushes, letters that are due. */
  settle: () => Promise<void>
  openSession: (viewer: Viewer) => Promise<string>
  close: () => Promise<void>
}

/** An account with its notifications and all roads out of them. */
export async function openCentre(database: Database, smtp: SmtpConfig | null = null): Promise<Centre> {
  const { db, pool } = database
  await migrateJobs(pool)
  const account = await createTestAccount(database)
  const clock = { now: new Date() }
  const log = createLog({ level: 'silent' })
  const runner = startReactions({
    name: `test:${account.accountId}`,
    db,
    reactions: [reactions],
    tail: null,
    log,
  })
  await runner.drain()
  const telling = tellingOf({ db, clock: () => clock.now }, smtp)
  const mailer = createMailer(smtp)
  const viewerOf = async (userId: number): Promise<Viewer> => {
    const viewer = await findViewer(db, account.accountId, userId)
    if (!viewer) throw new Error('There is no such user')
    return viewer
  }
  const { rows } = await sql<{ id: number }>`
    insert into users (account_id, login_id, name, email, role_id, language, time_zone)
    select ${account.accountId}, gen_random_uuid()::text, 'Борис', gen_random_uuid() || '@example.com', id, 'ru', 'UTC' from roles
    where account_id = ${account.accountId} and kind = 'member' returning id`.execute(db)
  const anna = await viewerOf(account.adminId)
  const boris = await viewerOf(rows[0]?.id ?? 0)
  return {
    account,
    telling,
    anna,
    boris,
    clock,
    tell: (own = {}) =>
      inTransaction(db, (tx) =>
        notify(tx, {
          accountId: account.accountId,
          kind: 'internal',
          userIds: [anna.userId],
          subject: 'chat:1',
          byUserId: boris.userId,
          text: 'Позвони ему',
          at: clock.now,
          ...own,
        }),
      ),
    settle: async () => {
      await runner.drain()
      // What reactions have told is reacted to in its turn.
      await runner.drain()
      await drainJobs(pool, jobs(telling), mailJobs({ mailer, secretKey: tellingKey }))
    },
    openSession: (viewer) => insertSession(database, viewer),
    close: async () => {
      await runner.close()
      telling.http.close()
      mailer?.close()
    },
  }
}

async function insertSession({ db }: Database, { accountId, userId }: Viewer): Promise<string> {
  const id = randomUUID()
  await sql`with login as (
      insert into logins (id, email, name) select login_id, login_id || '@example.com', name from users
      where account_id = ${accountId} and id = ${userId} on conflict do nothing)
    select`.execute(db)
  await sql`insert into login_sessions (id, login_id, token, expires_at)
    select ${id}, login_id, ${randomUUID()}, now() + interval '10 days' from users
    where account_id = ${accountId} and id = ${userId}`.execute(db)
  return id
}
