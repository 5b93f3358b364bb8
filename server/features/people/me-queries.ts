import { sql } from 'kysely'
import type { Language } from '#contract/common'
import type { Read, Tx } from '#lib/db'

/** What decides over what user `u` of role `r` sees and does: the role, the group with its people, those he stands in for. */
const sightStamp = sql<string>`concat_ws('.', r.id, r.version, u.group_id,
  (select md5(string_agg(m.id::text, ',' order by m.id)) from users m
    where m.account_id = u.account_id and m.group_id = u.group_id),
  (select string_agg(gone.id::text, ',' order by gone.id) from users gone where gone.account_id = u.account_id
    and gone.substitute_id = u.id and gone.away_until > now()))`

/** A user with his account and role, for the web at its start. */
export async function findMeRow(db: Read, accountId: number, userId: number): Promise<MeRow | null> {
  const row = await db
    .selectFrom('users as u')
    .innerJoin('accounts as a', 'a.id', 'u.account_id')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.account_id', '=', 'u.account_id').onRef('r.id', '=', 'u.role_id'),
    )
    .select([
      'u.name',
      'u.email',
      'u.language',
      'u.time_zone',
      'u.preferences',
      'a.name as account_name',
      'a.subdomain',
      'a.time_zone as account_time_zone',
      'a.currency',
      'a.country',
      'a.created_at as account_created_at',
      'r.kind',
      'r.rights',
      'r.answers_clients',
      'r.incoming',
      'r.analytics',
      'r.settings',
      'r.bots',
      sightStamp.as('stamp'),
    ])
    .where('u.account_id', '=', accountId)
    .where('u.id', '=', userId)
    .executeTakeFirst()
  return row ?? null
}

export type MeRow = {
  name: string
  email: string
  language: string
  time_zone: string
  preferences: unknown
  account_name: string
  subdomain: string
  account_time_zone: string
  currency: string
  country: string
  account_created_at: Date
  kind: string
  rights: unknown
  answers_clients: boolean
  incoming: boolean
  analytics: boolean
  settings: boolean
  bots: string
  stamp: string
}

export type OwnChanges = {
  name?: string | undefined
  language?: Language | undefined
  timeZone?: string | undefined
  /** Only these keys are replaced. */
  preferences?: Record<string, unknown> | undefined
}

export async function updateMe(
  tx: Tx,
  accountId: number,
  userId: number,
  changes: OwnChanges,
): Promise<void> {
  await tx
    .updateTable('users')
    .set({
      name: changes.name,
      language: changes.language,
      time_zone: changes.timeZone,
      preferences: changes.preferences && sql`preferences || ${JSON.stringify(changes.preferences)}::jsonb`,
    })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .execute()
}

/** Gives a user whom nobody has asked the language of his browser, once. */
export async function adoptLanguage(
  db: Read,
  accountId: number,
  userId: number,
  language: Language,
): Promise<void> {
  await db
    .updateTable('users')
    .set({ language, preferences: sql`preferences - 'followsBrowser'` })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .where(sql<boolean>`preferences ? 'followsBrowser'`)
    .execute()
}
