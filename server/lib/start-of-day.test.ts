import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { instantOfWall } from '#contract/wall-time'
import { createTestDatabase } from '#lib/test-database'
import { dayStartsAt } from './start-of-day.ts'

const { db } = await createTestDatabase()

async function startOf(day: string, zone: string): Promise<string | undefined> {
  const { rows } = await sql<{ at: Date }>`
    select ${dayStartsAt(sql`${day}::date`, sql`${zone}::text`)} as at`.execute(db)
  return rows[0]?.at.toISOString()
}

test.each([
  ['an ordinary day', '2026-11-26', 'Europe/Moscow', '2026-11-25T21:00:00.000Z'],
  ['the day after', '2026-11-27', 'Europe/Moscow', '2026-11-26T21:00:00.000Z'],
  ['the clock goes back later that day', '2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
  [
    'midnight comes twice, at one o’clock it is midnight again',
    '2026-11-01',
    'America/Havana',
    '2026-11-01T04:00:00.000Z',
  ],
  ['the day after that', '2026-11-02', 'America/Havana', '2026-11-02T05:00:00.000Z'],
  [
    'there is no midnight, one o’clock comes at once',
    '2026-03-08',
    'America/Havana',
    '2026-03-08T05:00:00.000Z',
  ],
  ['there is no midnight', '2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
  ['the evening before comes twice, midnight once', '2026-10-25', 'Asia/Beirut', '2026-10-24T22:00:00.000Z'],
  ['there was no midnight', '2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ['the evening before came twice', '2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z'],
  ['a whole day is left out', '2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
])('a day begins when its clock first shows it: %s', async (_what, day, zone, at) => {
  expect(await startOf(day, zone)).toBe(at)
  // Periods of reports are instants before the database is asked.
  expect(instantOfWall(`${day}T00:00`, zone)?.toISOString()).toBe(at)
})
