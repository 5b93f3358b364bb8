import type { AccountSettings, AccountSettingsChange } from '#contract/account-settings'
import type { Tx } from '#lib/db'
import { emit } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { AppError } from '#lib/errors'
import { requireSeen } from '#lib/require-seen'
import { insertVersion, isColleague, lockAccountSettings, updateAccountSettings } from './queries.ts'

/**
 * Changes what is named; what exists already stays as the former settings made it. Throws `user.not_found`,
 * `settings.changed_meanwhile`.
 */
export async function changeSettings(
  tx: Tx,
  { accountId, userId }: Pick<Caller, 'accountId' | 'userId'>,
  { seen, ...wanted }: AccountSettingsChange & { seen?: AccountSettingsChange | undefined },
  now: Date,
): Promise<void> {
  const current = await lockAccountSettings(tx, accountId)
  requireSeen('settings.changed_meanwhile', current, wanted, seen)
  const difference = differenceOf(current, wanted)
  if (!difference) return
  const headUserId = difference.after.responseTime?.headUserId ?? null
  if (headUserId !== null && !(await isColleague(tx, accountId, headUserId)))
    throw new AppError('user.not_found')
  await updateAccountSettings(tx, accountId, difference.after)
  await insertVersion(tx, accountId, { at: now, byUserId: userId, ...difference })
  await emit(tx, {
    accountId,
    type: 'settings.changed',
    actor: { kind: 'user', id: userId },
    road: 'hand',
    subject: { kind: 'account', id: accountId },
    ...difference,
    at: now,
  })
}

/** What is really another now; null: nothing. */
function differenceOf(
  before: AccountSettings,
  wanted: AccountSettingsChange,
): { before: Partial<AccountSettings>; after: Partial<AccountSettings> } | null {
  const was: Record<string, unknown> = before
  const changed = Object.entries(wanted).filter(
    ([name, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(was[name]),
  )
  if (changed.length === 0) return null
  return {
    before: Object.fromEntries(changed.map(([name]) => [name, was[name]])),
    after: Object.fromEntries(changed),
  }
}
