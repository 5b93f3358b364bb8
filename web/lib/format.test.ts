import { describe, expect, it } from 'vitest'
import { createFormat } from './format.ts'

const ru = createFormat({ language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB' })
const en = createFormat({ language: 'en', timeZone: 'Europe/London', currency: 'GBP' })
const now = '2026-11-21T09:40:00Z'
/** Intl separates with several kinds of spaces; which one is not ours to promise. */
const plain = (text: string): string => text.replace(/\s/gu, ' ')

describe('dates', () => {
  it("a time is told in the user's zone and by a 24-hour clock", () => {
    expect([ru.time('2026-11-21T09:18:00Z'), en.time('2026-11-21T22:36:00Z')]).toEqual(['12:18', '22:36'])
    expect(ru.time('2026-11-20T21:05:00Z')).toBe('00:05')
  })

  it('the day line says today, yesterday, then the weekday and date, and the year only when it is another', () => {
    expect(ru.day('2026-11-20T21:30:00Z', now)).toBe('Сегодня')
    expect(ru.day('2026-11-20T20:30:00Z', now)).toBe('Вчера')
    expect(ru.day('2026-11-13T10:00:00Z', now)).toBe('Пятница, 13 ноября')
    expect(en.day('2026-11-13T10:00:00Z', now)).toBe('Friday 13 November')
    expect(plain(ru.day('2025-11-14T10:00:00Z', now))).toBe('Пятница, 14 ноября 2025 г.')
  })

  it('midnight of the zone separates days, not midnight of UTC', () => {
    expect(ru.dayKey('2026-11-20T20:59:59Z')).toBe('2026-11-20')
    expect(ru.dayKey('2026-11-20T21:00:00Z')).toBe('2026-11-21')
  })

  it('a list says the time today, then the day, then the date', () => {
    const at = [
      '2026-11-21T07:58:00Z',
      '2026-11-20T07:58:00Z',
      '2026-11-17T07:58:00Z',
      '2026-03-01T07:58:00Z',
    ]
    expect(at.map((each) => ru.short(each, now))).toEqual(['10:58', 'Вчера', 'Вт', '1 мар.'])
    expect(en.short('2024-03-01T07:58:00Z', now)).toBe('01/03/2024')
  })

  it('the days around a change of clocks are still one day apart', () => {
    expect(en.day('2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toBe('Yesterday')
    expect(en.day('2026-10-25T00:30:00Z', '2026-10-25T23:30:00Z')).toBe('Today')
  })

  it('how long ago is told in the largest whole unit', () => {
    expect(ru.ago('2026-11-21T09:35:00Z', now)).toBe('5 минут назад')
    expect(ru.ago('2026-11-20T09:00:00Z', now)).toBe('вчера')
    expect(en.ago('2026-11-21T07:00:00Z', now)).toBe('2 hours ago')
  })

  it('days ago are those of the calendar of the reader', () => {
    expect(ru.ago('2026-11-18T22:00:00Z', '2026-11-20T09:00:00Z')).toBe('вчера')
    expect(ru.ago('2026-11-18T20:00:00Z', '2026-11-20T09:00:00Z')).toBe('позавчера')
    expect(ru.ago('2026-11-18T20:00:00Z', '2026-11-20T21:30:00Z')).toBe('3 дня назад')
    expect(ru.ago('2026-11-19T21:00:00Z', '2026-11-20T20:59:00Z')).toBe('23 часа назад')
    // A day of 25 hours.
    expect(en.ago('2026-10-24T23:10:00Z', '2026-10-25T23:20:00Z')).toBe('24 hours ago')
  })

  it('an unknown zone is read as UTC', () => {
    expect(
      createFormat({ language: 'ru', timeZone: 'Mars/Base', currency: 'RUB' }).time('2026-11-21T09:18:00Z'),
    ).toBe('09:18')
  })
})

describe('numbers', () => {
  it('money has kopecks only when there are any', () => {
    expect(plain(ru.money(184_500))).toBe('184 500 ₽')
    expect(plain(ru.money(184_500.5))).toBe('184 500,50 ₽')
    expect([en.money(4260), en.money(0)]).toEqual(['£4,260', '£0'])
  })

  it('a sum in a currency that does not exist is still a number', () => {
    expect(en.money(10, '')).toBe('10')
  })

  it('a span is told in its two largest units', () => {
    expect(plain(ru.duration(71 * 60_000))).toBe('1 ч 11 мин')
    expect(plain(ru.duration(9 * 60_000 + 59_000))).toBe('9 мин')
    expect([en.duration(62 * 60_000), en.duration(26 * 3_600_000), en.duration(12_900)]).toEqual([
      '1h 2m',
      '1d 2h',
      '12s',
    ])
    expect(en.duration(-5)).toBe('0s')
  })

  it('a length of sound has minutes and seconds, and hours when it needs them', () => {
    expect([ru.clock(24), ru.clock(3723), ru.clock(Number.NaN)]).toEqual(['0:24', '1:02:03', '0:00'])
  })

  it('a size is told in the unit that keeps it short', () => {
    const sizes = [0, 900, 421_888, 1_468_006, 20 * 1024 * 1024, 3 * 1024 ** 3]
    expect(sizes.map((bytes) => plain(ru.size(bytes)))).toEqual([
      '0 Б',
      '900 Б',
      '412 КБ',
      '1,4 МБ',
      '20 МБ',
      '3 ГБ',
    ])
  })
})
