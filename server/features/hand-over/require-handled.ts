import { sql } from 'kysely'
import { botRights, covers, presetRights, storedRights, type RoleRights } from '#contract/permissions'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import type { Caller } from '#lib/http/route'

type Row = Omit<RoleRights, 'rights' | 'bots'> & { kind: string; rights: unknown; bots: string }

/** Throws `role.beyond_own` when a colleague has more rights, as roles stand now, than who decides over what is his. */
export async function requireHandled(db: Read, caller: Caller, userId: number): Promise<void> {
  if (caller.isAdmin) return
  const own = await findRights(db, caller.accountId, caller.userId)
  const his = await findRights(db, caller.accountId, userId)
  if (!own || !his || his === presetRights.admin || !covers(own, his)) throw new AppError('role.beyond_own')
}

async function findRights(db: Read, accountId: number, userId: number): Promise<RoleRights | null> {
  const { rows } = await sql<Row>`
    select r.kind, r.rights, r.answers_clients as "answersClients", r.incoming, r.analytics, r.settings, r.bots
    from users u join roles r on r.account_id = u.account_id and r.id = u.role_id
    where u.account_id = ${accountId} and u.id = ${userId}`.execute(db)
  const [row] = rows
  if (!row) return null
  if (row.kind === 'admin') return presetRights.admin
  const { kind: _kind, ...role } = row
  const bots = botRights.find((one) => one === row.bots) ?? 'none'
  return { ...role, rights: storedRights.parse(row.rights), bots }
}
