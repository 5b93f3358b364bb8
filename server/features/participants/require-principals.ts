import { sql } from 'kysely'
import type { Principal } from '#contract/participants'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'

/** Throws `user.not_found` or `group.not_found` unless all of them are active users and groups of the account. */
export async function requirePrincipals(
  db: Read,
  accountId: number,
  principals: readonly Principal[],
): Promise<void> {
  const idsOf = (kind: Principal['kind']): number[] =>
    principals.filter((one) => one.kind === kind).map(({ id }) => id)
  const { rows } = await sql<Principal>`
    select 'user' as kind, id from users where account_id = ${accountId} and status = 'active'
      and id = any(${idsOf('user')}::bigint[])
    union all select 'group', id from groups where account_id = ${accountId} and id = any(${idsOf('group')}::bigint[])`.execute(
    db,
  )
  const missing = principals.find((one) => !rows.some((row) => row.kind === one.kind && row.id === one.id))
  if (missing) throw new AppError(missing.kind === 'user' ? 'user.not_found' : 'group.not_found')
}
