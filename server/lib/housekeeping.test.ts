import { expect, test } from 'vitest'
import { housekeepingJobs } from './housekeeping.ts'
import { createTestDatabase } from './test-database.ts'

const { db } = await createTestDatabase()

test('a sweep that fails keeps none after it from its work, and the job says what failed', async () => {
  const at = new Date()
  const swept: Date[] = []
  const fail = (why: string) => async () => {
    throw new Error(why)
  }
  const sweep = async (now: Date): Promise<void> => void swept.push(now)
  const sweeps = [fail('no files'), sweep, fail('no rights'), sweep]
  const { housekeeping } = housekeepingJobs({ db, clock: () => at, sweeps })
  await expect(housekeeping?.({})).rejects.toThrow(/no files.*no rights/)
  expect(swept).toEqual([at, at])
})
