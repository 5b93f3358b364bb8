import { sql } from 'kysely'
import { placeOf } from '#contract/notification-place'
import type { Language } from '#contract/common'
import { findViewer } from '#features/access'
import type { SecretKey } from '#lib/crypto'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { queueMail } from '#lib/mail/mail-jobs'
import { listUnread } from './list-notifications.ts'
import { findPerson } from './person.ts'
import { planDigest } from './push-and-mail.ts'
import { findSettings } from './settings.ts'
import { tellLine } from './words.ts'

type DigestDeps = {
  db: Db
  secretKey: SecretKey
  clock: () => Date
  /** The address of the web application, for links. */
  siteUrl: () => string
}

const mostLines = 30

const words = {
  ru: {
    subject: (count: number) => `Непрочитанных уведомлений: ${count}`,
    first: 'Это ещё не прочитано:',
    more: (count: number) => `И ещё: ${count}`,
    open: 'Открыть Беседу',
    footer: 'О чём и как часто писать вам, вы выбираете сами: Настройки, Уведомления.',
  },
  en: {
    subject: (count: number) => `Unread notifications: ${count}`,
    first: 'This is still unread:',
    more: (count: number) => `And more: ${count}`,
    open: 'Open Beseda',
    footer: 'What you are told of by letter, and how often, is your choice: Settings, Notifications.',
  },
} satisfies Record<Language, unknown>

/** One letter with what is still unread and no letter has told of; nothing when all was read. Who is away gets it when he is back. */
export async function mailDigest(deps: DigestDeps, accountId: number, userId: number): Promise<void> {
  await inTransaction(deps.db, (tx) => writeDigest(tx, deps, accountId, userId))
}

async function writeDigest(tx: Tx, deps: DigestDeps, accountId: number, userId: number): Promise<void> {
  const viewer = await findViewer(tx, accountId, userId)
  const person = await findPerson(tx, accountId, userId, deps.clock())
  const { choices, digestMinutes } = await findSettings(tx, accountId, userId)
  if (!viewer || !person || digestMinutes === 0) return
  if (person.awayUntil !== null) return planDigest(tx, accountId, userId, person.awayUntil)
  // Locked, so that of two letters at once each line is in one.
  await sql`select from notification_settings where account_id = ${accountId} and user_id = ${userId} for update`.execute(
    tx,
  )
  const unread = await listUnread(tx, viewer, { where: sql`n.mailed_at is null`, limit: 500 })
  const told = unread.filter((view) => choices[view.kind].mail)
  if (told.length === 0) return
  await sql`update notifications set mailed_at = ${deps.clock()}
    where account_id = ${accountId} and id = any(${told.map(({ id }) => id)}::uuid[])`.execute(tx)
  const say = words[person.language]
  const lines = told.slice(0, mostLines).map((view) => {
    const { title, text } = tellLine(view, person.language)
    return { title, text }
  })
  const [only] = told
  const place = told.length === 1 && only ? placeOf(only) : '/notifications'
  await queueMail(tx, deps.secretKey, person.email, {
    language: person.language,
    subject: say.subject(told.length),
    paragraphs: [say.first],
    lines:
      told.length > mostLines ? [...lines, { title: say.more(told.length - mostLines), text: '' }] : lines,
    button: { text: say.open, url: `${deps.siteUrl()}${place}` },
    footer: say.footer,
  })
}
