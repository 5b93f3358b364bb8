import { describe, expect, test } from 'vitest'
import { instantOfWall, wallOfDay, wallTime } from './wall-time.ts'

const iso = (wall: string, zone: string): string | undefined => instantOfWall(wall, zone)?.toISOString()

test('a wall shows its own time', () => {
  const at = new Date('2026-11-26T21:30:00Z')
  expect(wallTime(at, 'Europe/Moscow')).toBe('2026-11-27T00:30')
  expect(wallTime(at, 'America/New_York')).toBe('2026-11-26T16:30')
})

describe('the instant of a wall', () => {
  test.each([
    ['2026-11-27T09:00', 'Europe/Moscow', '2026-11-27T06:00:00.000Z'],
    ['2026-11-27T09:00', 'Asia/Kolkata', '2026-11-27T03:30:00.000Z'],
    ['2026-07-01T09:00', 'Europe/Berlin', '2026-07-01T07:00:00.000Z'],
    ['2026-12-31T23:59', 'Pacific/Kiritimati', '2026-12-31T09:59:00.000Z'],
  ])('%s in %s', (wall, zone, instant) => expect(iso(wall, zone)).toBe(instant))

  test('around the change of clocks', () => {
    expect(iso('2026-03-29T01:59', 'Europe/Berlin')).toBe('2026-03-29T00:59:00.000Z')
    expect(iso('2026-03-29T03:00', 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z')
    // Left out.
    expect(iso('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
    // Twice.
    expect(iso('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  })

  test('what is no time has none', () => expect(instantOfWall('', 'UTC')).toBeNull())
})

test('tomorrow at nine is of the day on the wall', () => {
  const now = new Date('2026-12-31T21:30:00Z')
  expect(wallOfDay(now, 'Europe/Moscow', 1, '09:00')).toBe('2027-01-02T09:00')
  expect(wallOfDay(now, 'UTC', 1, '09:00')).toBe('2027-01-01T09:00')
})
