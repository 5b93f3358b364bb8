import { workingHours, type WorkingHours } from '#contract/working-hours'
import type { Tx } from '#lib/db'
import { differenceOf } from '#lib/difference-of'
import { change, emitByHand } from '#lib/events'
import { requireSeen } from '#lib/require-seen'
import { lockWorkingHours, readWorkingHours, replaceWorkingHours } from './queries.ts'

type Wish = WorkingHours & { seen?: WorkingHours | undefined }

/**
 * Sets the hours of an account. What its editor left as he saw it stays as it is now. Throws `settings.changed_meanwhile` when
 * somebody else has changed what he changes. @returns them as they are now.
 */
export async function setWorkingHours(
  tx: Tx,
  who: { accountId: number; userId: number },
  { seen, ...wish }: Wish,
  now: Date,
): Promise<WorkingHours> {
  const { accountId } = who
  const current = workingHours.parse(await lockWorkingHours(tx, accountId))
  const changed = seen ? changedOf(seen, wish) : wish
  requireSeen('settings.changed_meanwhile', current, changed, seen)
  await replaceWorkingHours(tx, accountId, { ...current, ...changed })
  const saved = workingHours.parse(await readWorkingHours(tx, accountId))
  const difference = toldOf(current, saved)
  if (difference) {
    const subject = { kind: 'account', id: accountId } as const
    await emitByHand(tx, who, { type: 'working_hours.changed', subject, ...difference }, now)
    // The zone is told with the account, which everybody has open.
    if (current.timeZone !== saved.timeZone) await change(tx, { accountId, topic: 'users' })
  }
  return saved
}

/** Of days off those that are there no more, and those that are new: a list of years is told by what changed in it. */
function toldOf(was: WorkingHours, is: WorkingHours): ReturnType<typeof differenceOf> {
  const without = (one: WorkingHours, other: WorkingHours): string[] =>
    one.holidays.filter((date) => !other.holidays.includes(date))
  return differenceOf({ ...was, holidays: without(was, is) }, { ...is, holidays: without(is, was) })
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
