import { z } from 'zod'
import { day, timeZone } from './common.ts'
import { endpoint } from './endpoint.ts'

/** Monday is 1. Minutes are counted from midnight by the clock on the wall; midnight at the end of the day is 1440. */
export const workingInterval = z
  .object({
    weekday: z.int().min(1).max(7),
    fromMinute: z.int().min(0).max(1439),
    toMinute: z.int().min(1).max(1440),
  })
  .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, 'it ends before it begins')
export type WorkingInterval = z.output<typeof workingInterval>

/** When the account works. Without intervals: always. */
export const workingHours = z.object({
  timeZone,
  intervals: z
    .array(workingInterval)
    .max(70)
    .refine((list) => !list.some((one, at) => list.some((other, to) => at !== to && overlap(one, other))), {
      error: 'two of them overlap',
    }),
  /** Days on which nobody works. */
  holidays: z.array(day).max(400),
})
export type WorkingHours = z.output<typeof workingHours>

function overlap(a: WorkingInterval, b: WorkingInterval): boolean {
  return a.weekday === b.weekday && a.fromMinute < b.toMinute && b.fromMinute < a.toMinute
}

export const getWorkingHours = endpoint({
  id: 'working-hours.get',
  summary: 'When the account works, by its own time zone',
  method: 'GET',
  path: '/working-hours',
  permission: 'user',
  output: workingHours,
})

/**
 * `seen`: how everything stood when its editor began. What he left as it was stays as a colleague has made it since; what both
 * have changed is refused.
 */
export const setWorkingHours = endpoint({
  id: 'working-hours.set',
  summary: 'Set the time zone, hours and holidays of the account',
  method: 'PUT',
  path: '/working-hours',
  permission: 'settings',
  body: workingHours.extend({ seen: workingHours.optional() }),
  output: workingHours,
  errors: ['settings.changed_meanwhile'],
})
