import { sql, type RawBuilder } from 'kysely'
import {
  rightActions,
  rightEntities,
  storedRights,
  type Reach,
  type RightAction,
  type RightEntity,
  type Rights,
} from '#contract/permissions'
import type { Read } from '#lib/db'

/** A user of an account with what his role lets him see and do; the HTTP adapter's caller is one. */
export type Viewer = {
  accountId: number
  userId: number
  groupId: number | null
  isAdmin: boolean
  rights: Rights
  answersClients: boolean
  mayChangeSettings: boolean
  /** Colleagues who are away and have named him; he sees and does what they would. */
  standsInFor?: readonly number[]
  /** Whether he accepts and declines incoming leads; left out: yes. */
  takesIncoming?: boolean
  /** Whether what he takes part in without the role for it counts as well; left out: yes. */
  countsParticipation?: boolean
  /** Whether he reads the analytics; left out: no. */
  readsAnalytics?: boolean
}

/** Rights that reach equally far for every entity, action by action. */
export function rightsOf(reachOf: (action: RightAction, entity: RightEntity) => Reach): Rights {
  const entries = rightEntities.map((entity) => [
    entity,
    Object.fromEntries(rightActions.map((action) => [action, reachOf(action, entity)])),
  ])
  return storedRights.parse(Object.fromEntries(entries))
}

/** The viewer of an active user; null when there is none. */
export async function findViewer(db: Read, accountId: number, userId: number): Promise<Viewer | null> {
  const row = await db
    .selectFrom('users as u')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.account_id', '=', 'u.account_id').onRef('r.id', '=', 'u.role_id'),
    )
    .select([
      'u.group_id',
      'r.kind',
      'r.rights',
      'r.answers_clients',
      'r.incoming',
      'r.analytics',
      'r.settings',
      standsInFor('u').as('stands_in_for'),
    ])
    .where('u.account_id', '=', accountId)
    .where('u.id', '=', userId)
    .where('u.status', '=', 'active')
    .executeTakeFirst()
  if (!row) return null
  const isAdmin = row.kind === 'admin'
  return {
    accountId,
    userId,
    groupId: row.group_id,
    isAdmin,
    rights: storedRights.parse(row.rights),
    answersClients: isAdmin || row.answers_clients,
    mayChangeSettings: isAdmin || row.settings,
    standsInFor: row.stands_in_for,
    takesIncoming: isAdmin || row.incoming,
    readsAnalytics: isAdmin || row.analytics,
  }
}

/** Ids of those who are away and have named the user of this row their substitute. */
export function standsInFor(alias: string): RawBuilder<number[]> {
  const user = sql.ref(alias)
  return sql<
    number[]
  >`coalesce((select jsonb_agg(gone.id) from users gone where gone.account_id = ${user}.account_id
    and gone.substitute_id = ${user}.id and gone.away_until > now() and gone.status = 'active'), '[]')`
}
