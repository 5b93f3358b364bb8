import { workingHours, type WorkingHours } from '#contract/working-hours'
import type { Tx } from '#lib/db'
import { requireSeen } from '#lib/require-seen'
import { lockWorkingHours, replaceWorkingHours } from './queries.ts'

type Wish = WorkingHours & { seen?: WorkingHours | undefined }

/**
 * Sets the hours of an account. What its editor left as he saw it stays as it is now. Throws `settings.changed_meanwhile` when
 * somebody else has changed what he changes.
 */
export async function setWorkingHours(tx: Tx, accountId: number, { seen, ...wish }: Wish): Promise<void> {
  const current = workingHours.parse(await lockWorkingHours(tx, accountId))
  const changed = seen ? changedOf(seen, wish) : wish
  requireSeen('settings.changed_meanwhile', current, changed, seen)
  await replaceWorkingHours(tx, accountId, { ...current, ...changed })
}

function changedOf(
  seen: WorkingHours,
  { timeZone, intervals, holidays }: WorkingHours,
): Partial<WorkingHours> {
  const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
  return {
    ...(!isSame(timeZone, seen.timeZone) && { timeZone }),
    ...(!isSame(intervals, seen.intervals) && { intervals }),
    ...(!isSame(holidays, seen.holidays) && { holidays }),
  }
}
